/** The line under the last bubble: what the flow does, or how its execution ended. */
import type { FlowView } from '../graph/flow-view.ts';
import { outletsOf } from '../graph/outlets.ts';
import { failureEvents, timeOutEvents } from '../outcome/events.ts';
import { phoneWords } from '../texts/phone-words.ts';
import type { LineView, Run } from './view.ts';
import { visitsOf } from './visits.ts';

const replyType = 'send-and-wait-for-reply';
export type StatusKind = 'idle' | 'waiting' | 'asking' | 'ended' | 'failed';

export interface Status {
  readonly kind: StatusKind;
  readonly text: string;
}

export function statusOf(flow: FlowView, view: LineView | undefined): Status {
  const run = view?.runs.at(-1);
  const [ask] = view?.asks ?? [];
  const waiting = run?.waiting.at(-1);
  if (view === undefined || run === undefined) return { kind: 'idle', text: phoneWords.nothingYet };
  if (ask !== undefined) return { kind: 'asking', text: phoneWords.asks(waiting?.widget ?? '', ask.url) };
  if (run.status === 'ended') return endOf(flow, view, run);
  if (waiting === undefined) return { kind: 'waiting', text: phoneWords.working };
  const { widget, deadlineMs } = waiting;
  const leftMs = deadlineMs === undefined ? undefined : deadlineMs - view.nowMs;
  const type = flow.states.find(({ name }) => name === run.waiting[0]?.widget)?.type;
  const waitsForReply = type === replyType && run.waiting.length === 1;
  return {
    kind: 'waiting',
    text: waitsForReply ? phoneWords.waitsForReply(leftMs) : phoneWords.waitsIn(widget, leftMs),
  };
}

function endOf(flow: FlowView, view: LineView, run: Run): Status {
  const ended = (text: string): Status => ({ kind: run.isFailed ? 'failed' : 'ended', text });
  const visits = visitsOf(run);
  const last = visits.at(-1);
  const leg = view.legs.find(
    ({ parentSid, createdMs }) => parentSid === undefined && createdMs >= run.createdMs - 60_000,
  );
  const talkedMs = leg?.endedMs === undefined ? undefined : leg.endedMs - (leg.answeredMs ?? leg.createdMs);
  if (run.endedReason === 'STOPPED') return ended(phoneWords.stopped);
  if (run.endedReason === 'STEP_LIMIT' || run.endedReason === 'ERROR' || run.endedReason === 'EXPIRED') {
    const problem = run.problems.at(-1);
    return ended(phoneWords.failed(problem?.widget ?? last?.widget ?? '', problem?.message ?? '', problem?.code));
  }
  if (last === undefined) return ended(phoneWords.ended);
  const { widget, end } = last;
  const event = end?.event ?? '';
  const state = flow.states.find(({ name }) => name === widget);
  const label = (state && outletsOf(state).find((outlet) => outlet.event === event)?.label) ?? event;
  if (run.endedReason === 'HANGUP' || event === 'hangup') {
    // A widget that the caller left has no step of its own.
    return ended(phoneWords.hungUp(end?.to ?? widget, talkedMs));
  }
  if (state?.type === 'trigger') return ended(phoneWords.triggerLeadsNowhere(label));
  if (timeOutEvents.has(event))
    return ended(
      phoneWords.timedOut(widget, state?.type === replyType, last.end ? last.end.atMs - last.enteredMs : 0, label),
    );
  if (event === 'noMatch') return ended(phoneWords.noMatch(widget));
  if (failureEvents.has(event)) {
    const problem = run.problems.findLast((each) => each.widget === widget);
    return ended(phoneWords.failedAt(widget, label, problem));
  }
  return ended(phoneWords.endedAfter(widget));
}
