/** Queues, as the account asks for them. Source: carrier page §C5. */
import type { NetworkCalls } from '../../network-calls.ts';
import type { Database } from '../database.ts';
import { refused } from '../refusals.ts';
import { callbackOfDraft } from './callbacks.ts';
import type { QueueStore, StoredQueue } from './queue-store.ts';
import type { Queues } from './queues.ts';

type QueueSide = Pick<
  NetworkCalls,
  'createQueue' | 'findQueue' | 'listQueues' | 'updateQueue' | 'removeQueue' | 'listQueueMembers' | 'dequeue'
>;

/** Whoever stands first. */
const front = 'Front';

export function queueNetwork(parts: {
  readonly database: Database;
  readonly queues: QueueStore;
  readonly waiting: Queues;
  readonly ids: { sid(prefix: string): string };
  readonly clock: { now(): number };
}): QueueSide {
  const { database, queues, waiting, ids, clock } = parts;
  return {
    createQueue: (accountSid, { friendlyName, maxSize }) =>
      database.submit(() => {
        if (queues.findByName(accountSid, friendlyName)) return refused(22003);
        const nowMs = clock.now();
        const made: StoredQueue = {
          sid: ids.sid('QU'),
          accountSid,
          friendlyName,
          maxSize,
          createdAtMs: nowMs,
          updatedAtMs: nowMs,
        };
        queues.add(made);
        return { ok: true, value: waiting.view(made) } as const;
      }),
    async findQueue(accountSid, sid) {
      const queue = queues.find(accountSid, sid);
      return queue && waiting.view(queue);
    },
    async listQueues(accountSid, page) {
      const { rows, hasMore } = queues.list(accountSid, page);
      return { rows: rows.map((queue) => waiting.view(queue)), hasMore };
    },
    updateQueue: (accountSid, sid, { friendlyName, maxSize }) =>
      database.submit(() => {
        const queue = queues.find(accountSid, sid);
        if (!queue) return undefined;
        const namesake = friendlyName === undefined ? undefined : queues.findByName(accountSid, friendlyName);
        if (namesake && namesake.sid !== sid) return refused(22003);
        const changed: StoredQueue = {
          ...queue,
          friendlyName: friendlyName ?? queue.friendlyName,
          maxSize: maxSize ?? queue.maxSize,
          updatedAtMs: clock.now(),
        };
        queues.update(changed);
        return { ok: true, value: waiting.view(changed) } as const;
      }),
    removeQueue: (accountSid, sid) =>
      database.submit(() => {
        const queue = queues.find(accountSid, sid);
        if (!queue) return undefined;
        if (waiting.sizeOf(sid) > 0) return refused(22002);
        queues.remove(sid);
        return { ok: true, value: waiting.view(queue) } as const;
      }),
    listQueueMembers: async (accountSid, sid) => queues.find(accountSid, sid) && waiting.members(sid),
    async dequeue(accountSid, sid, callSid, { url, method }) {
      if (!queues.find(accountSid, sid)) return undefined;
      const source = callbackOfDraft({ url, method }, []);
      if (!source) return refused(21205);
      const wanted = callSid === front ? waiting.members(sid)[0]?.callSid : callSid;
      const view = waiting.members(sid).find((member) => member.callSid === wanted);
      const member = wanted === undefined ? undefined : waiting.take(sid, wanted);
      if (!member || !view) return undefined;
      member.leg.post({
        kind: 'released',
        by: { why: 'dequeued', target: { url: source.url, method: source.method } },
      });
      return { ok: true, value: view };
    },
  };
}
