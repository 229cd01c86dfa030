import { VisuallyHidden } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { t } from '../../app/texts.ts';
import { useNow } from '../../app/use-now.ts';
import { timeScale } from '../../path/time-scale.ts';
import type { Visit } from '../../path/visits.ts';
import { duration } from '../../texts/format.ts';
import type { Chosen } from './execution-page.tsx';
import classes from './steps.module.css';
import type { Opened } from './use-execution.ts';

interface Props {
  readonly opened: Opened;
  readonly chosen: Chosen;
}

/** Widgets that wait for somebody: their time is drawn striped, that of others solid. */
const waiting = new Set(['send-and-wait-for-reply', 'gather-input-on-call', 'send-to-flex', 'enqueue-call']);

const tickMs = 1_000;

/** A bar for each visit, where it lies in time. */
export function Timeline({ opened: { visits, execution, record }, chosen }: Props) {
  const nowMs = useNow(tickMs);
  const end = execution.status === 'active' ? nowMs : execution.updatedAtMs;
  const scale = useMemo(
    () => timeScale([...visits.flatMap(({ enteredAtMs, endedAtMs }) => [enteredAtMs, endedAtMs ?? end]), end]),
    [visits, end],
  );
  const failedAt = execution.outcome === 'failed' ? visits.at(-1)?.stepSid : undefined;
  return (
    <ol className={classes.timeline}>
      {visits.map((visit) => (
        <Bar
          key={visit.stepSid}
          visit={visit}
          from={scale.at(visit.enteredAtMs)}
          to={scale.at(visit.endedAtMs ?? end)}
          end={end}
          cut={scale.cuts.find(({ from, to }) => overlaps(visit, from, to, scale.at, end))}
          isChosen={visit === chosen.visit}
          isFailed={visit.stepSid === failedAt}
          ticks={attemptsOf(visit, record).map(scale.at)}
          onChoose={() => chosen.choose(visit)}
        />
      ))}
    </ol>
  );
}

interface BarProps {
  readonly visit: Visit;
  readonly from: number;
  readonly to: number;
  readonly end: number;
  /** A stretch of it that is drawn shorter. */
  readonly cut: { readonly from: number; readonly to: number; readonly durationMs: number } | undefined;
  readonly isChosen: boolean;
  readonly isFailed: boolean;
  /** Where attempts began. */
  readonly ticks: readonly number[];
  readonly onChoose: () => void;
}

function Bar({ visit, from, to, end, cut, isChosen, isFailed, ticks, onChoose }: BarProps) {
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const { number, widget, type, enteredAtMs, endedAtMs, parentSid } = visit;
  const isWaiting = endedAtMs === undefined || waiting.has(type ?? '');
  const took = duration((endedAtMs ?? end) - enteredAtMs);
  const { drawer } = t.execution;
  return (
    <li>
      <button
        ref={row}
        type="button"
        className={classes.row}
        aria-current={isChosen ? 'step' : undefined}
        onClick={onChoose}
      >
        <span className={`tabular ${classes.disc}`} data-failed={isFailed || undefined}>
          <VisuallyHidden>{drawer.step}</VisuallyHidden> {number}
        </span>
        <span className={`ellipsis ${classes.widget}`} data-inner={parentSid !== undefined || undefined}>
          {widget}
        </span>
        <span className={classes.track}>
          <span
            className={classes.span}
            data-kind={isFailed ? 'failed' : isWaiting ? 'waits' : 'works'}
            style={{ insetInlineStart: `${from * 100}%`, width: `max(3px, ${(to - from) * 100}%)` }}
            title={isWaiting ? drawer.waits : drawer.works}
          />
          {ticks.map((place) => (
            <span key={place} className={classes.tick} style={{ insetInlineStart: `${place * 100}%` }} />
          ))}
          {cut && (
            <span
              className={classes.cut}
              style={{ insetInlineStart: `${((cut.from + cut.to) / 2) * 100}%` }}
              title={drawer.cut(cut.durationMs)}
            >
              ⫽
            </span>
          )}
        </span>
        <span className={`muted tabular ${classes.took}`}>{took}</span>
      </button>
    </li>
  );
}

function overlaps(visit: Visit, from: number, to: number, at: (timeMs: number) => number, end: number): boolean {
  return at(visit.enteredAtMs) <= from && at(visit.endedAtMs ?? end) >= to;
}

/** Beginnings of attempts at an HTTP request, where there were several. */
function attemptsOf({ stepSid }: Visit, record: Opened['record']): readonly number[] {
  const all = record?.events ?? [];
  return all.flatMap(({ event, exchange }) =>
    event.type === 'effectResult' &&
    event.key.startsWith(`${stepSid}.`) &&
    exchange?.begunAtMs !== undefined &&
    exchange.attempts > 1
      ? [exchange.begunAtMs]
      : [],
  );
}
