/** What happens on the network, as it happens: messages, which are on disk, and calls, which are not. */
import type { NetworkEvent } from '../network.ts';
import type { Switchboard } from './calls/switchboard.ts';
import type { Changes } from './changes.ts';
import type { MessageStore } from './messages.ts';

/** A subscriber who was away longer begins this many events ago. */
const eventHistory = 1_000;
const eventBatch = 100;

export interface EventParts {
  readonly messages: MessageStore;
  readonly changes: Changes;
  readonly callChanges: Changes;
  readonly switchboard: Switchboard;
}

export async function* networkEvents(
  { messages, changes, callChanges, switchboard }: EventParts,
  accountSid: string,
  afterId: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<NetworkEvent> {
  const latest = messages.latestChange();
  let id = Math.max(Math.min(afterId ?? latest, latest), latest - eventHistory);
  let callChange = switchboard.lastChange;
  while (!signal.aborted) {
    const batch = messages.eventsAfter(accountSid, id, eventBatch);
    for (const event of batch) {
      id = event.id;
      yield { kind: 'message', ...event };
    }
    const changed = switchboard.changedAfter(accountSid, callChange);
    callChange = changed.last;
    for (const leg of changed.legs) yield { kind: 'call', leg: leg.view(Math.max(0, leg.transcript.lastId - 1)) };
    if (batch.length === 0 && changed.legs.length === 0) await either(changes, callChanges, signal);
  }
}

async function either(one: Changes, other: Changes, signal: AbortSignal): Promise<void> {
  const came = new AbortController();
  const any = AbortSignal.any([signal, came.signal]);
  await Promise.race([one.next(any), other.next(any)]);
  // Takes the one that did not come off the list of those who wait.
  came.abort();
}
