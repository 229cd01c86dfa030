/** Calls others for a caller, and lets the first who answers talk with him. Source: carrier page §A2, Dial. */
import { attributeOf, type TwimlElement } from '../../../twiml/index.ts';
import { dial } from '../../../twiml/verbs/dial.ts';
import type { FormFields } from '../../signature.ts';
import { normalizeAddress } from '../addresses.ts';
import { talk } from './bridge.ts';
import { DialRecording } from './dial-recording.ts';
import { type DialTarget, dialTargets } from './dial-targets.ts';
import { dialFor } from './dialled.ts';
import { type Interruption, isInterruption } from './events.ts';
import type { Leg } from './leg.ts';
import { type CallRun, warn } from './run.ts';
import type { VerbEnd } from './verb-end.ts';

export async function dialNumbers(element: TwimlElement, run: CallRun): Promise<VerbEnd> {
  const { leg } = run;
  const targets = dialTargets(run, element);
  leg.at({ verb: dial.name, to: targets.map(({ to }) => to) });
  const recording = new DialRecording(element, run);
  recording.ringing();
  const groups = attributeOf(dial, element, 'sequential') ? targets.map((target) => [target]) : [targets];
  let attempt: Attempt = { kind: 'unanswered', callee: undefined };
  for (const group of groups) {
    attempt = await callAll(element, run, group);
    if (attempt.kind !== 'unanswered') break;
  }
  const { callee } = attempt;
  if (attempt.kind !== 'ready') {
    const params = [...calleeParams(callee, callee?.call.status ?? 'failed', false), ...recording.end()];
    return { params, interruption: attempt.kind === 'interrupted' ? attempt.by : undefined };
  }
  run.system.answer(leg);
  recording.answered();
  leg.note({ kind: 'bridged', with: callee?.sid });
  const end = await talk(leg, attempt.callee, {
    untilMs: leg.nowMs() + attributeOf(dial, element, 'timeLimit') * 1_000,
    endsOnStar: attributeOf(dial, element, 'hangupOnStar'),
  });
  const params = [...calleeParams(attempt.callee, 'completed', true), ...recording.end()];
  return { params, interruption: end.kind === 'left' || end.kind === 'cut' ? undefined : end };
}

type Attempt =
  | { readonly kind: 'ready'; readonly callee: Leg }
  /** `callee`: the last one that was called. */
  | { readonly kind: 'unanswered'; readonly callee: Leg | undefined }
  | { readonly kind: 'interrupted'; readonly callee: Leg | undefined; readonly by: Interruption };

/** Rings at all of them; the first who answers is kept, the others hear no more. */
async function callAll(element: TwimlElement, run: CallRun, targets: readonly DialTarget[]): Promise<Attempt> {
  const { leg, system } = run;
  const from = callerIdOf(element, run, targets);
  if (from === undefined) return { kind: 'unanswered', callee: undefined };
  const timeoutSeconds = attributeOf(dial, element, 'timeout');
  const open = new Map<string, Leg>();
  for (const target of targets) {
    if (!system.switchboard.hasRoom(leg.call.accountSid)) {
      warn(run, 20429, `${target.to} is not called: the account has as many calls as it may have`);
      break;
    }
    const callee = await dialFor(system, leg, { from, target, timeoutSeconds });
    open.set(callee.sid, callee);
  }
  let chosen: Leg | undefined;
  let last: Leg | undefined;
  while (open.size > 0) {
    const event = await leg.next();
    if (isInterruption(event)) {
      for (const callee of open.values()) giveUpOn(run, callee);
      return { kind: 'interrupted', callee: chosen ?? [...open.values()].at(-1), by: event };
    }
    const callee = event.kind === 'child' ? open.get(event.sid) : undefined;
    if (event.kind !== 'child' || !callee) continue;
    if (event.state === 'ended') {
      open.delete(callee.sid);
      last = chosen === undefined || chosen === callee ? callee : chosen;
    } else if (event.state === 'answered') {
      chosen ??= callee;
      if (chosen !== callee) giveUpOn(run, callee);
      else for (const other of open.values()) if (other !== callee) giveUpOn(run, other);
    } else if (callee === chosen) return { kind: 'ready', callee };
  }
  return { kind: 'unanswered', callee: last };
}

function giveUpOn({ system }: CallRun, callee: Leg): void {
  if (callee.call.status === 'in-progress') system.hangUp(callee);
  else callee.post({ kind: 'answer', answer: 'canceled', answeredBy: undefined });
}

/**
 * Whom the callees see. Own numbers and those of the call may be shown; of clients any name (carrier page §A2). With
 * another one nobody is called: undefined, with a warning.
 */
function callerIdOf(element: TwimlElement, run: CallRun, targets: readonly DialTarget[]): string | undefined {
  const { call } = run.leg;
  const wish = attributeOf(dial, element, 'callerId');
  if (wish === undefined || wish === '') return call.from;
  const callerId = normalizeAddress(wish);
  const isOwn = run.system.numbers.findByNumber(callerId)?.accountSid === call.accountSid;
  const isForClients = targets.every(({ to }) => to.startsWith('client:'));
  if (isOwn || isForClients || [call.from, call.to].includes(callerId)) return callerId;
  warn(run, 13214, `${wish} may not be shown: it is neither of this call nor a number of the account`);
  return undefined;
}

/** What a SIP server answers with, by the status that the call came to (known). */
const sipCodes: { readonly [status: string]: string } = {
  completed: '200',
  busy: '486',
  'no-answer': '480',
  failed: '404',
  canceled: '487',
};

function calleeParams(callee: Leg | undefined, status: string, isBridged: boolean): FormFields {
  const ended =
    status === 'ringing' || status === 'queued' ? 'canceled' : status === 'in-progress' ? 'completed' : status;
  if (!callee)
    return [
      ['DialCallStatus', ended],
      ['DialBridged', 'false'],
    ];
  const { answeredAtMs, to } = callee.call;
  const seconds = answeredAtMs === null ? undefined : Math.round((callee.nowMs() - answeredAtMs) / 1_000);
  return [
    ['DialCallStatus', ended],
    ['DialCallSid', callee.sid],
    ...(seconds === undefined ? [] : [['DialCallDuration', String(seconds)] as const]),
    ['DialBridged', String(isBridged)],
    ...(to.startsWith('sip:') ? [['DialSipResponseCode', sipCodes[ended] ?? '500'] as const] : []),
  ];
}
