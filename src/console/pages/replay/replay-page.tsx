/** The events of an execution, run again on another revision, in the browser (console §9, Replay). */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Flow } from '../../api/flows.ts';
import { publishedQuery } from '../../api/queries.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { useSession } from '../../app/session.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { LayerCanvas } from '../../canvas/layer-canvas.tsx';
import { outletLabel } from '../../outcome/outcome.ts';
import type { PathStep } from '../../replay/difference.ts';
import { replayMarks } from '../../replay/replay-marks.ts';
import { Icon } from '../../theme/icons.tsx';
import { ToneIcon } from '../executions/tone-icon.tsx';
import classes from './replay-page.module.css';
import { ReplaySteps } from './replay-steps.tsx';
import {
  NeverPublished,
  NothingRecorded,
  NotRunnable,
  type ReplayOn,
  type ReplayResult,
  runReplay,
} from './run-replay.ts';

const route = getRouteApi('/frame/flows/$flowSid/executions/$executionSid/replay');

export function ReplayPage() {
  const { flowSid, executionSid } = route.useParams();
  const { on = 'draft' } = route.useSearch();
  const { sid: accountSid } = useSession().account;
  const { data, error, refetch } = useQuery({
    queryKey: ['replay', executionSid, on],
    queryFn: () => runReplay(executionSid, accountSid, readOn(on)),
    staleTime: 0,
    retry: (count, reason) => count < 2 && sayable(reason) === undefined,
  });
  const retry = () => void refetch();
  return (
    <FlowPage flowSid={flowSid} title={t.execution.actions.replay}>
      {(flow) => (
        <div className={classes.page}>
          <Head flow={flow} executionSid={executionSid} on={on} result={data} />
          {data && <Result result={data} />}
          {data === undefined && error === null && <LoadingRows onRetry={retry} />}
          {error !== null && sayable(error) !== undefined && <Empty icon="again" text={sayable(error) ?? ''} />}
          {error !== null && sayable(error) === undefined && <FailureBar error={error} onRetry={retry} />}
        </div>
      )}
    </FlowPage>
  );
}

function readOn(on: string): ReplayOn {
  if (/^\d{1,9}$/.test(on)) return Number(on);
  return on === 'published' ? on : 'draft';
}

/** What keeps a replay from being run, where that is no fault. */
function sayable(error: unknown): string | undefined {
  if (error instanceof NothingRecorded) return t.replay.noRecord;
  if (error instanceof NeverPublished) return t.replay.noPublished;
  return error instanceof NotRunnable ? t.canvas.cannotDraw : undefined;
}

interface HeadProps {
  readonly flow: Flow;
  readonly executionSid: string;
  readonly on: string;
  readonly result: ReplayResult | undefined;
}

function Head({ flow, executionSid, on, result }: HeadProps) {
  const navigate = route.useNavigate();
  const { data: published } = useQuery(publishedQuery(flow));
  const own = result?.execution.revision;
  const numbers = Array.from({ length: flow.revision }, (_, index) => flow.revision - index);
  const data = [
    { value: 'draft', label: result?.isEdited ? t.replay.draftUnsaved(flow.revision) : t.replay.draft },
    ...(typeof published === 'number' ? [{ value: 'published', label: t.replay.published(published) }] : []),
    ...numbers.map((revision) => ({ value: String(revision), label: t.replay.revision(revision) })),
  ];
  return (
    <header className={classes.head}>
      <Button
        variant="default"
        leftSection={<Icon name="chevronLeft" />}
        renderRoot={(props) => (
          <Link {...props} to="/flows/$flowSid/executions/$executionSid" params={{ flowSid: flow.sid, executionSid }} />
        )}
      >
        {t.replay.back}
      </Button>
      <h2 className="ellipsis">{result ? t.replay.title(result.execution.contact) : t.replay.running}</h2>
      <div className={classes.on}>
        {own !== undefined && <span className="muted">{t.execution.revision(own)} →</span>}
        <NativeSelect
          aria-label={t.replay.on}
          value={on}
          onChange={({ currentTarget }) => void navigate({ search: { on: currentTarget.value }, replace: true })}
          data={data}
        />
      </div>
    </header>
  );
}

function Result({ result }: { readonly result: ReplayResult }) {
  const { flow, was, now, difference } = result;
  const { cards, wires } = useMemo(() => replayMarks(flow.view, was.steps, now.steps), [flow.view, was, now]);
  const at = difference === undefined ? undefined : (now.steps[difference.at] ?? was.steps[difference.at])?.widget;
  return (
    <>
      <p className={classes.result} data-same={difference === undefined || undefined} role="status">
        <ToneIcon tone={difference === undefined ? 'ended' : 'failed'} />
        <span>{differenceInWords(result)}</span>
      </p>
      <div className={classes.work}>
        <LayerCanvas
          flowSid={flow.sid}
          flow={flow.view}
          name={flow.name}
          cards={cards}
          wires={wires}
          selected={at === undefined ? undefined : flow.state(at)?.id}
        >
          <ul className={classes.legend}>
            {(['shared', 'was', 'now'] as const).map((kind) => (
              <li key={kind}>
                <span className={classes.line} data-kind={kind} aria-hidden="true" />
                {t.replay.legend[kind]}
              </li>
            ))}
          </ul>
        </LayerCanvas>
        <ReplaySteps result={result} />
      </div>
    </>
  );
}

function differenceInWords(result: ReplayResult): string {
  const { difference, was, now, unansweredAt } = result;
  const stop = unansweredAt === undefined ? '' : ` ${t.replay.unanswered(unansweredAt)}`;
  if (difference === undefined) return t.replay.same(now.steps.length) + stop;
  const widget = (was.steps[difference.at] ?? now.steps[difference.at])?.widget ?? was.waitsAt ?? now.waitsAt ?? '';
  return `${t.replay.first(difference.at + 1, widget)} ${partInWords(result)}${stop}`;
}

function partInWords({ difference, recordedFlow, flow }: ReplayResult): string {
  if (difference === undefined) return '';
  const old = (step: PathStep) => outletLabel(recordedFlow.state(step.widget), step.event, step.target);
  const fresh = (step: PathStep) => outletLabel(flow.state(step.widget), step.event, step.target);
  const texts = t.replay;
  switch (difference.kind) {
    case 'left': {
      const { was, now } = difference;
      return texts.left(old(was), was.target, fresh(now), now.target);
    }
    case 'widget':
      return texts.widget(difference.now.widget);
    case 'message':
      return texts.message(...messagesOf(difference.was, difference.now));
    case 'stays': {
      const { was, waitsAt } = difference;
      return waitsAt === undefined ? texts.ends(old(was), was.target) : texts.stays(old(was), was.target, waitsAt);
    }
    case 'goes-on':
      return texts.goesOn(fresh(difference.now), difference.now.target);
    case 'rests':
      return texts.rests(difference.waitedAt, difference.waitsAt);
    default:
      return difference satisfies never;
  }
}

/** The first text of each that the other does not have in its place. */
function messagesOf({ messages: was = [] }: PathStep, { messages: now = [] }: PathStep): [string, string] {
  const at = Math.max(
    0,
    was.findIndex((text, index) => text !== now[index]),
  );
  return [was[at] ?? t.replay.noMessage, now[at] ?? t.replay.noMessage];
}
