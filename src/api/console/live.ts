/**
 * What happens, for pages that are open: a window of the latest events, kept only while somebody looks. Whoever was
 * away for longer than the window is told to read anew. Source: console page §2, Live events lost.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../runtime/clock.ts';
import type { RunHappening } from '../../runtime/deps.ts';
import type { RevisionRecord, Storage, WorkingCopyRecord } from '../../storage/storage.ts';
import { presentEdit, presentHappening, presentRevision } from './live-events.ts';

/** Events kept for those who come back. */
const keptEvents = 1_000;
/** How long after the last one left events are still kept for them. */
const keptForMs = 120_000;

export type LiveName = 'execution' | 'revision' | 'working-copy' | 'flow-deleted';

interface LiveEvent {
  readonly name: LiveName;
  readonly accountSid: string;
  readonly data: object;
}

export interface Live {
  /** To be told of every committed change to a run. */
  hear(happening: RunHappening): void;
  /** The same store; what is saved through it is told. */
  watching(storage: Storage): Storage;
  /** To be told of each save of a working copy. */
  hearEdit(accountSid: string, copy: WorkingCopyRecord): void;
  /** The account's events as text, from the one after `lastId`, until `signal` fires. */
  events(accountSid: string, lastId: string | undefined, signal: AbortSignal): AsyncIterable<string>;
}

export function createLive(clock: Clock): Live {
  // Ids of another process begin otherwise: they are no place in this one.
  const series = randomBytes(4).toString('hex');
  const kept: LiveEvent[] = [];
  /** Number of the event that comes next; the first that is kept has `next - kept.length`. */
  let next = 1;
  let watchers = 0;
  let lastLeftMs = Number.NEGATIVE_INFINITY;
  let woken = Promise.withResolvers<void>();

  const isWatched = () => watchers > 0 || clock.now() < lastLeftMs + keptForMs;

  function publish(name: LiveName, accountSid: string, data: () => object): void {
    next++;
    if (!isWatched()) {
      kept.length = 0;
      return;
    }
    kept.push({ name, accountSid, data: data() });
    if (kept.length > keptEvents) kept.shift();
    woken.resolve();
    woken = Promise.withResolvers();
  }

  /** The number behind `lastId`; undefined when what followed it is not kept. */
  function placeAfter(lastId: string): number | undefined {
    const [, sameSeries, number] = /^([0-9a-f]{8})\.(\d{1,15})$/.exec(lastId) ?? [];
    const place = Number(number) + 1;
    return sameSeries === series && place >= next - kept.length && place <= next ? place : undefined;
  }

  async function* follow(accountSid: string, lastId: string | undefined, signal: AbortSignal): AsyncGenerator<string> {
    const gone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const asked = lastId === undefined ? next : placeAfter(lastId);
    let place = asked ?? next;
    yield written(asked === undefined ? 'reset' : 'ready', place - 1, {});
    while (!signal.aborted) {
      const wake = woken.promise;
      // A client too slow for the window has missed some.
      if (place < next - kept.length) {
        place = next;
        yield written('reset', place - 1, {});
      }
      for (; place < next && place >= next - kept.length && !signal.aborted; place++) {
        const event = kept[place - (next - kept.length)];
        if (event?.accountSid === accountSid) yield written(event.name, place, event.data);
      }
      if (place >= next) await Promise.race([wake, gone]);
    }
  }

  function written(name: string, place: number, data: object): string {
    return `id: ${series}.${place}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  return {
    hear(happening) {
      // Reports on deliveries come often and move nothing.
      const isNews = happening.isNew || happening.status === 'ended' || happening.steps.length > 0;
      if (isNews) publish('execution', happening.execution.accountSid, () => presentHappening(happening));
    },
    hearEdit(accountSid, copy) {
      publish('working-copy', accountSid, () => presentEdit(copy));
    },
    watching(storage) {
      const told = (accountSid: string, revision: RevisionRecord) =>
        publish('revision', accountSid, () => presentRevision(revision));
      return {
        ...storage,
        async createFlow(flow, first) {
          await storage.createFlow(flow, first);
          told(flow.accountSid, first);
        },
        async addRevision(...change) {
          const saved = await storage.addRevision(...change);
          const flow = saved && isWatched() ? await storage.findFlow(saved.flowSid) : undefined;
          if (saved && flow) told(flow.accountSid, saved);
          return saved;
        },
        async deleteFlow(sid) {
          const flow = await storage.findFlow(sid);
          const wasThere = await storage.deleteFlow(sid);
          if (flow && wasThere) publish('flow-deleted', flow.accountSid, () => ({ flow_sid: sid }));
          return wasThere;
        },
      };
    },
    async *events(accountSid, lastId, signal) {
      watchers++;
      try {
        yield* follow(accountSid, lastId, signal);
      } finally {
        watchers--;
        lastLeftMs = clock.now();
      }
    },
  };
}
