/** All that is known of one step: what went in, what came out, what it changed, what it asked of the world. */
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { isJsonObject, type JsonObject } from '../../../engine/json.ts';
import { studioDefaults } from '../../../engine/limits.ts';
import { studioSettings } from '../../../engine/settings.ts';
import { exchangeOf } from '../../api/run-record.ts';
import { announce } from '../../app/announce.tsx';
import { t } from '../../app/texts.ts';
import { outletLabel } from '../../outcome/outcome.ts';
import type { RenderFacts } from '../../path/rendered.ts';
import type { Visit } from '../../path/visits.ts';
import { exactTime, preciseTime } from '../../texts/format.ts';
import { typeTitle } from '../../widget-words.ts';
import { ContextSection } from './context-section.tsx';
import { HttpSection } from './http-section.tsx';
import { InSection } from './in-section.tsx';
import { Json } from './json.tsx';
import { OutSection } from './out-section.tsx';
import classes from './step-panel.module.css';
import { stepQuery } from './use-compared.ts';
import type { Opened, RunFlow } from './use-execution.ts';

interface Props {
  readonly opened: Opened;
  /** The flow of the step; undefined until it is there. */
  readonly flow: RunFlow | undefined;
  readonly visit: Visit | undefined;
  readonly onChoose: (visit: Visit) => void;
}

export function StepPanel({ opened, flow, visit, onChoose }: Props) {
  return (
    <aside className={classes.panel} aria-label={t.execution.step.label} data-region={t.execution.step.label}>
      {visit === undefined ? (
        <p className="muted">{t.execution.step.none}</p>
      ) : (
        <Step opened={opened} flow={flow} visit={visit} onChoose={onChoose} />
      )}
    </aside>
  );
}

type StepTab = 'in' | 'out' | 'context' | 'http' | 'raw';

function Step({ opened, flow, visit, onChoose }: Props & { readonly visit: Visit }) {
  const { execution, record } = opened;
  const isEnded = visit.endedAtMs !== undefined;
  const { data: detail } = useQuery({ ...stepQuery(execution.sid, visit.stepSid), enabled: isEnded });
  const exchange = useMemo(() => exchangeOf(record, visit.stepSid), [record, visit.stepSid]);
  const [tab, setTab] = useState<StepTab>('in');
  const shown = tab === 'http' && exchange === undefined ? 'in' : tab;
  const { step } = t.execution;
  const state = flow?.state(visit.widget);
  const type = visit.type ?? state?.type;
  const before = useMemo(
    () => (detail === undefined ? execution.context : contextBefore(detail.contextBefore, detail.changes)),
    [detail, execution.context],
  );
  const facts = useMemo(
    (): RenderFacts => ({
      context: before,
      nowMs: visit.enteredAtMs,
      settings: record?.settings ?? studioSettings,
      limits: record?.limits ?? studioDefaults,
    }),
    [before, visit.enteredAtMs, record],
  );
  useEffect(() => announce(step.heading(visit.number, visit.widget)), [visit.number, visit.widget, step]);
  return (
    <>
      <Head opened={opened} flow={flow} visit={visit} type={type} onChoose={onChoose} />
      <Tabs value={shown} onChange={(value) => setTab(tabOf(value))} keepMounted={false}>
        <Tabs.List aria-label={step.tabs}>
          <Tabs.Tab value="in">{step.in}</Tabs.Tab>
          <Tabs.Tab value="out">{step.out}</Tabs.Tab>
          <Tabs.Tab value="context">{step.context}</Tabs.Tab>
          {exchange && <Tabs.Tab value="http">{step.http}</Tabs.Tab>}
          <Tabs.Tab value="raw">{step.raw}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="in" className={classes.section}>
          <InSection state={state} json={flow?.json(visit.widget)} facts={facts} />
        </Tabs.Panel>
        <Tabs.Panel value="out" className={classes.section}>
          <OutSection visit={visit} state={state} detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="context" className={classes.section}>
          <ContextSection detail={detail} context={detail?.context ?? execution.context} before={before} />
        </Tabs.Panel>
        {exchange && (
          <Tabs.Panel value="http" className={classes.section}>
            <HttpSection exchange={exchange} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="raw" className={classes.section}>
          {detail && <Json value={detail.json} />}
          {!isEnded && <p className="muted">{step.stillWaits}</p>}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Head({
  opened,
  flow,
  visit,
  type,
  onChoose,
}: Props & { readonly visit: Visit; readonly type: string | undefined }) {
  const { step } = t.execution;
  const { number, widget, event, target, enteredAtMs, endedAtMs } = visit;
  const others = opened.visits.filter((each) => each.widget === widget && each.flowSid === visit.flowSid);
  const label = event === undefined ? undefined : outletLabel(flow?.state(widget), event, target);
  const isFailed = opened.execution.outcome === 'failed' && visit === opened.visits.at(-1);
  return (
    <header className={classes.head}>
      <h3 className="ellipsis" title={widget}>
        <span className={`tabular ${classes.number}`} data-failed={isFailed || undefined}>
          {number}
        </span>
        {widget}
      </h3>
      {type !== undefined && <p className="muted">{typeTitle(type)}</p>}
      <p>{label === undefined ? step.waits : step.left(label, target)}</p>
      <p className="muted tabular" title={exactTime(enteredAtMs)}>
        {endedAtMs === undefined
          ? step.since(preciseTime(enteredAtMs))
          : step.until(preciseTime(enteredAtMs), preciseTime(endedAtMs))}
      </p>
      {others.length > 1 && (
        <nav className={classes.visits} aria-label={step.visits(widget)}>
          {others.map((other) => (
            <button
              key={other.stepSid}
              type="button"
              className={`tabular ${classes.visit}`}
              aria-label={step.visit(other.number)}
              aria-current={other === visit ? 'step' : undefined}
              onClick={() => onChoose(other)}
            >
              {other.number}
            </button>
          ))}
        </nav>
      )}
    </header>
  );
}

function tabOf(value: string | null): StepTab {
  return (['in', 'out', 'context', 'http', 'raw'] as const).find((tab) => tab === value) ?? 'in';
}

/** The first step of a flow brings the context that the flow began with. */
function contextBefore(
  before: JsonObject,
  [first]: readonly { readonly path: readonly string[]; readonly value?: unknown }[],
): JsonObject {
  return first?.path.length === 0 && isJsonObject(first.value) ? first.value : before;
}
