import { attributeOf, elementsOf, type TwimlElement, textOf } from '../../../../twiml/index.ts';
import { enqueue } from '../../../../twiml/verbs/enqueue.ts';
import type { FormFields } from '../../../signature.ts';
import { resolveAgainst } from '../addresses-of-documents.ts';
import { leaveBridge, stayOn } from '../bridge.ts';
import type { DocumentSource } from '../documents.ts';
import type { Release } from '../events.ts';
import { interpret } from '../interpreter.ts';
import type { StoredQueue } from '../queue-store.ts';
import { type Member, secondsIn } from '../queues.ts';
import { type CallRun, goto, type Step, tell, warn } from '../run.ts';
import { wait } from '../waiting.ts';
import type { VerbRunner } from './verb-runner.ts';

const maxNameCharacters = 64;

/** Puts the call into a queue until somebody takes it out. Source: carrier page §A2, Enqueue. */
export const enqueueRunner: VerbRunner = {
  name: enqueue.name,
  keysAreFor: 'somebody',
  async run(element, run) {
    const name = queueNameOf(element);
    if (!name.ok) return { kind: 'fail', code: name.code, message: name.message };
    const source = waitSource(element, run);
    if (source && 'kind' in source) return source;
    const { leg, system } = run;
    const maxSize = attributeOf(enqueue, element, 'maxQueueSize');
    const queue = await system.queues.open(leg.call.accountSid, name.value, maxSize);
    const member = system.queues.join(queue, leg);
    if (!member) {
      warn(run, 14207, `The queue ${name.value} is full`);
      return next(element, run, [['QueueResult', 'queue-full']]);
    }
    leg.at({ verb: enqueue.name, queue: name.value });
    leg.note({ kind: 'enqueued', queue: name.value, position: system.queues.positionOf(queue.sid, member) });
    const end = await wait(system, leg, source, () => waitParams(run, queue, member));
    system.queues.leave(queue.sid, member);
    if (end.kind !== 'released') {
      // Taken and gone in the same instant.
      leaveBridge(leg);
      leg.mailbox.dropRelease();
    }
    const told = (result: string): FormFields => [
      ['QueueResult', result],
      ['QueueSid', queue.sid],
      ['QueueTime', String(secondsIn(member))],
    ];
    switch (end.kind) {
      case 'leave':
        return next(element, run, told('leave'));
      case 'released':
        leg.mailbox.settle();
        return afterRelease(element, run, end.by, told);
      default:
        await tellAction(element, run, told(end.kind === 'hangup' ? 'hangup' : 'redirected'));
        return end;
    }
  },
};

async function afterRelease(
  element: TwimlElement,
  run: CallRun,
  by: Release,
  told: (result: string) => FormFields,
): Promise<Step> {
  const { leg, system } = run;
  // Whoever took it has let go of it again at once.
  if (by.why === 'bridge-over') {
    leaveBridge(leg);
    return next(element, run, told('bridged'));
  }
  // How long the call waited is what counts, not how long it then talked.
  if (by.why !== 'bridged') {
    await tellAction(element, run, told('redirected'));
    return by.why === 'dequeued' ? { kind: 'goto', target: by.target } : undefined;
  }
  const params = told('bridged');
  const [, ...waited] = params;
  const { bridge, whisper } = by;
  if (whisper) {
    const ending = await interpret(
      system,
      leg,
      { ...whisper, params: [...waited, ['DequeingCallSid', bridge.sid]] },
      'whisper',
    );
    if (ending.kind === 'end') system.hangUp(leg);
  }
  const stopped = await stayOn(leg, bridge);
  if (!stopped) return next(element, run, params);
  await tellAction(element, run, stopped.kind === 'redirect' ? told('redirected-from-bridged') : params);
  return stopped;
}

function next(element: TwimlElement, run: CallRun, params: FormFields): Step {
  const action = attributeOf(enqueue, element, 'action');
  return action === undefined ? undefined : goto(run, action, attributeOf(enqueue, element, 'method'), params);
}

async function tellAction(element: TwimlElement, run: CallRun, params: FormFields): Promise<void> {
  const action = attributeOf(enqueue, element, 'action');
  if (action !== undefined) await tell(run, action, attributeOf(enqueue, element, 'method'), params);
}

type Name =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly code: number; readonly message: string };

/** A workflow is a queue here: whoever takes from it stands for its workers (ext). */
function queueNameOf(element: TwimlElement): Name {
  const workflowSid = attributeOf(enqueue, element, 'workflowSid');
  const [task] = elementsOf(element);
  if (task && !isJsonObject(textOf(task))) {
    return { ok: false, code: 14221, message: 'The attributes of the Task are no JSON object' };
  }
  const name = workflowSid || textOf(element).trim();
  if (name === '') return { ok: false, code: 14204, message: 'The queue has no name' };
  if (name.length <= maxNameCharacters) return { ok: true, value: name };
  return { ok: false, code: 14205, message: `The name of the queue is longer than ${maxNameCharacters} characters` };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function waitSource(element: TwimlElement, run: CallRun): DocumentSource | Extract<Step, { kind: 'fail' }> | undefined {
  const url = attributeOf(enqueue, element, 'waitUrl');
  if (url === undefined || url === '') return undefined;
  const resolved = resolveAgainst(run.document.url, url);
  if (!resolved.ok) return { kind: 'fail', code: 14202, message: resolved.message };
  return { url: resolved.url, method: attributeOf(enqueue, element, 'waitUrlMethod') ?? 'POST' };
}

function waitParams({ system }: CallRun, queue: StoredQueue, member: Member): FormFields {
  const { queues } = system;
  return [
    ['QueueSid', queue.sid],
    ['QueuePosition', String(queues.positionOf(queue.sid, member))],
    ['QueueTime', String(secondsIn(member))],
    ['AvgQueueTime', String(queues.averageWaitSeconds(queue.sid))],
    ['CurrentQueueSize', String(queues.sizeOf(queue.sid))],
    ['MaxQueueSize', String(queue.maxSize)],
  ];
}
