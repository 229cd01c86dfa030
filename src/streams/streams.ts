import type { Storage } from '../storage/storage.ts';
import { Delivery, type SinkStatus, type StreamClock, type StreamLog } from './delivery.ts';
import type { StreamEventType } from './events.ts';
import type { Sink } from './sink.ts';

/** Events removed from the log only when so many can go: one write for many deliveries. */
const purgeEvery = 200;

export interface Streams {
  /** True when some sink asked for events of this type: others are not recorded. */
  wants(type: StreamEventType): boolean;
  /** Events have been committed. */
  wake(): void;
  status(): Promise<readonly SinkStatus[]>;
  /** Resolves when nothing is under way: for tests. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface StreamsOptions {
  readonly storage: Storage;
  readonly clock: StreamClock;
  readonly log: StreamLog;
  readonly sinks: readonly Sink[];
}

/**
 * Begins to bring the log to the sinks. A sink that is new begins at its end; one that is no longer there is forgotten,
 * and with it the events that only it had not taken.
 */
export async function openStreams({ storage, clock, log, sinks }: StreamsOptions): Promise<Streams> {
  const cursors = await storage.streamCursors();
  const names = new Set(sinks.map(({ name }) => name));
  for (const name of cursors.keys()) if (!names.has(name)) await storage.forgetStreamCursor(name);
  const end = await storage.lastStreamEventId();
  let purgedTo = 0;
  let purging: Promise<void> = Promise.resolve();
  const purge = (atLeast: number) => {
    const upTo = Math.min(...deliveries.map(({ afterId }) => afterId));
    if (!Number.isFinite(upTo) || upTo - purgedTo < atLeast) return;
    purgedTo = upTo;
    purging = purging
      .then(() => storage.purgeStreamEvents(upTo))
      .catch((error: unknown) => log.warn({ err: error }, 'delivered events could not be removed'));
  };
  const deliveries = await Promise.all(
    sinks.map(async (sink) => {
      const afterId = cursors.get(sink.name) ?? end;
      if (!cursors.has(sink.name)) await storage.saveStreamCursor(sink.name, afterId);
      return new Delivery(sink, afterId, { storage, clock, log, moved: () => purge(purgeEvery) });
    }),
  );
  if (sinks.length === 0 && end > 0) await storage.purgeStreamEvents(end);
  else purge(1);
  const wanted = new Set<string>(sinks.flatMap(({ types }) => types));
  const wake = () => {
    for (const delivery of deliveries) delivery.wake();
  };
  wake();
  return {
    wants: (type) => wanted.has(type),
    wake,
    status: () => Promise.all(deliveries.map((delivery) => delivery.status())),
    async settled() {
      for (const delivery of deliveries) await delivery.settled();
      await purging;
    },
    async close() {
      await Promise.all(deliveries.map((delivery) => delivery.close()));
      await purging;
    },
  };
}
