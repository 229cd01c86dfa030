/** How a caller leaves a queue, for the widgets that put one there. Source: voice page §8. */
import type { WebhookParams } from '../engine/events.ts';
import { transition, type WidgetContext } from '../engine/widget.ts';

export type QueueEvent = 'callComplete' | 'failedToEnqueue' | 'callFailure';

/** Every other result is `callComplete`. That of `error` is inferred. */
const failures: { readonly [result: string]: Exclude<QueueEvent, 'callComplete'> } = {
  'queue-full': 'failedToEnqueue',
  'system-error': 'callFailure',
  error: 'callFailure',
};

/** Results of a caller whom nobody took although they waited. */
const unserved: readonly unknown[] = ['leave', 'redirected'];

/** What a widget remembers until then: how long the task may wait. */
export type QueueMemory = { readonly timeoutSeconds?: number };

/** The queue reports: leaves by its `QueueResult`, with all parameters. */
export function leftQueue({ state, problem, memory }: WidgetContext, params: WebhookParams) {
  const { QueueResult: result, QueueTime: time } = params;
  const { timeoutSeconds }: QueueMemory = memory;
  // No result stands for it: taken from the time that was spent in vain (inferred).
  if (timeoutSeconds !== undefined && unserved.includes(result) && Number(time) >= timeoutSeconds) {
    problem(81009, `Nobody took the caller of "${state.name}" from the queue within ${timeoutSeconds} seconds.`);
  }
  const event: QueueEvent =
    (typeof result === 'string' && Object.hasOwn(failures, result) && failures[result]) || 'callComplete';
  return transition(event, params, result === 'hangup' ? { endsCall: true } : {});
}

/** The caller hung up, and the queue did not say so (voice page §0.5). */
export const hungUpInQueue = () => transition('callComplete', { QueueResult: 'hangup' });
