/** Takes the first of a queue. Source: carrier page §A2, Queue. */
import { attributeOf, type TwimlElement, textOf } from '../../../twiml/index.ts';
import { queue as queueNoun } from '../../../twiml/verbs/dial/queue.ts';
import { dial } from '../../../twiml/verbs/dial.ts';
import { resolveAgainst } from './addresses-of-documents.ts';
import { join, talk } from './bridge.ts';
import { DialRecording } from './dial-recording.ts';
import type { DocumentSource } from './documents.ts';
import { type Interruption, isInterruption } from './events.ts';
import type { Member } from './queues.ts';
import { type CallRun, warn } from './run.ts';
import type { VerbEnd } from './verb-end.ts';

export async function dialQueue(element: TwimlElement, noun: TwimlElement, run: CallRun): Promise<VerbEnd> {
  const { leg, system } = run;
  const name = textOf(noun).trim();
  leg.at({ verb: dial.name, queue: name });
  const queue = await system.queues.open(leg.call.accountSid, name);
  const found = await somebody(element, run, queue.sid);
  if (!('leg' in found)) {
    const params = [['DialCallStatus', 'no-answer'] as const, ['DialBridged', 'false'] as const];
    return { params, interruption: found.kind === 'nobody' ? undefined : found };
  }
  system.answer(leg);
  const caller = found.leg;
  const startedMs = leg.nowMs();
  const recording = new DialRecording(element, run);
  recording.ringing();
  recording.answered();
  const bridge = join(caller, leg);
  caller.post({ kind: 'released', by: { why: 'bridged', bridge, whisper: whisperOf(noun, run) } });
  leg.note({ kind: 'bridged', with: caller.sid });
  const end = await talk(leg, caller, {
    untilMs: startedMs + attributeOf(dial, element, 'timeLimit') * 1_000,
    endsOnStar: attributeOf(dial, element, 'hangupOnStar'),
  });
  return {
    params: [
      ['DialCallStatus', 'completed'],
      ['DialCallSid', caller.sid],
      ['DialCallDuration', String(Math.round((leg.nowMs() - startedMs) / 1_000))],
      ['DialBridged', 'true'],
      ...recording.end(),
    ],
    interruption: end.kind === 'left' || end.kind === 'cut' ? undefined : end,
  };
}

/** The first who waits, or who comes in time. */
async function somebody(
  element: TwimlElement,
  { leg, system }: CallRun,
  queueSid: string,
): Promise<Member | Interruption | { readonly kind: 'nobody' }> {
  const untilMs = leg.nowMs() + attributeOf(dial, element, 'timeout') * 1_000;
  const stopWaiting = system.queues.awaitSomebody(queueSid, leg);
  try {
    for (;;) {
      const member = system.queues.take(queueSid);
      if (member) return member;
      const event = await leg.next(untilMs);
      if (isInterruption(event)) return event;
      if (event.kind === 'time') return { kind: 'nobody' };
    }
  } finally {
    stopWaiting();
  }
}

function whisperOf(noun: TwimlElement, run: CallRun): DocumentSource | undefined {
  const url = attributeOf(queueNoun, noun, 'url');
  if (url === undefined || url === '') return undefined;
  const resolved = resolveAgainst(run.document.url, url);
  if (resolved.ok) return { url: resolved.url, method: attributeOf(queueNoun, noun, 'method') };
  warn(run, resolved.code, resolved.message);
  return undefined;
}
