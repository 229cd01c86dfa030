import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { VirtualClock } from '../runtime/clock.ts';
import { openSqlite } from '../storage/sqlite/index.ts';
import type { Storage, StreamEventRecord } from '../storage/storage.ts';
import { eventTypes } from './events.ts';
import { type Sink, SinkFailed } from './sink.ts';
import { openStreams, type Streams } from './streams.ts';

const flowSid = `FW${'1'.repeat(32)}`;
const accountSid = `AC${'1'.repeat(32)}`;

class Bench {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 5));
  readonly taken: number[][] = [];
  readonly logged: object[] = [];
  readonly folder: string;
  storage!: Storage;
  streams!: Streams;
  /** What a delivery meets; absent: it is taken. */
  fault: ((events: readonly StreamEventRecord[]) => Error | undefined) | undefined;
  #count = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  static async open(t: TestContext, ...sinks: Partial<Sink>[]): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), 'atelier-streams-')));
    await bench.start(...sinks);
    t.after(async () => {
      await bench.stop();
      await rm(bench.folder, { recursive: true });
    });
    return bench;
  }

  async start(...sinks: Partial<Sink>[]): Promise<void> {
    this.storage = await openSqlite({ folder: this.folder });
    const log = { warn: (facts: object) => this.logged.push(facts), info: () => undefined };
    this.streams = await openStreams({
      storage: this.storage,
      clock: this.clock,
      log,
      sinks: sinks.map((sink) => this.sink(sink)),
    });
  }

  async stop(): Promise<void> {
    await this.streams.close();
    await this.storage.close();
  }

  sink(more: Partial<Sink>): Sink {
    return {
      name: 'audit',
      kind: 'test',
      types: eventTypes,
      batchEvents: 100,
      batchMs: 0,
      deliver: async (events) => {
        const fault = this.fault?.(events);
        if (fault) throw fault;
        this.taken.push(events.map(({ event }) => Number(event.n)));
      },
      close: async () => undefined,
      ...more,
    };
  }

  /** So many things happen, and the streams are told. */
  async happen(count: number, more: Partial<StreamEventRecord> = {}): Promise<void> {
    const events = Array.from({ length: count }, () => ({
      type: eventTypes[1],
      accountSid,
      flowSid,
      createdAtMs: this.clock.now(),
      event: { n: ++this.#count },
      ...more,
    }));
    await this.storage.change({ executionSid: 'FN1' }, undefined, () => ({
      change: { streamEvents: events },
      result: undefined,
    }));
    this.streams.wake();
    await this.streams.settled();
  }

  async pass(ms: number): Promise<void> {
    // In small steps: what is scheduled while something settles is met too.
    for (let left = ms; left > 0; left -= 1_000) {
      this.clock.advance(Math.min(left, 1_000));
      await this.streams.settled();
    }
  }

  async sinkStatus() {
    const [status] = await this.streams.status();
    assert.ok(status);
    return status;
  }
}

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

test('events arrive in order, in batches of the size that is set', async (t) => {
  const bench = await Bench.open(t, { batchEvents: 3 });
  await bench.happen(7);
  assert.deepEqual(bench.taken, [[1, 2, 3], [4, 5, 6], [7]]);
  assert.equal((await bench.sinkStatus()).behind, 0);
});

test('a batch waits for company as long as is set, and leaves at once when it is full', async (t) => {
  const bench = await Bench.open(t, { batchEvents: 3, batchMs: 500 });
  await bench.happen(1);
  await bench.happen(1);
  assert.deepEqual(bench.taken, []);
  await bench.pass(500);
  assert.deepEqual(bench.taken, [[1, 2]]);
  await bench.happen(3);
  assert.deepEqual(bench.taken, [
    [1, 2],
    [3, 4, 5],
  ]);
});

test('a sink that refuses for an hour gets every event after it, in order, none twice', async (t) => {
  const bench = await Bench.open(t, { batchEvents: 10 });
  let attempts = 0;
  bench.fault = () => {
    attempts++;
    return new SinkFailed('it answered with status 500');
  };
  for (let minute = 0; minute < 60; minute++) {
    await bench.happen(1);
    await bench.pass(60_000);
  }
  const status = await bench.sinkStatus();
  assert.equal(status.lastError, 'it answered with status 500');
  assert.equal(status.behind, 60);
  assert.equal(status.failedAttempts, attempts);
  assert.ok(attempts >= 12 && attempts < 30, `${attempts} attempts: doubling, at most five minutes apart`);
  assert.ok((status.nextAttemptAtMs ?? 0) > bench.clock.now());
  bench.fault = undefined;
  await bench.pass(300_000);
  assert.deepEqual(bench.taken.flat(), upTo(60));
  const { lastError, failedAttempts, behind } = await bench.sinkStatus();
  assert.deepEqual({ lastError, failedAttempts, behind }, { lastError: null, failedAttempts: 0, behind: 0 });
});

test('Retry-After is honoured', async (t) => {
  const bench = await Bench.open(t, {});
  let attempts = 0;
  bench.fault = () => {
    attempts++;
    return new SinkFailed('busy', { retryAfterMs: 90_000 });
  };
  await bench.happen(1);
  await bench.pass(89_000);
  assert.equal(attempts, 1);
  await bench.pass(1_000);
  assert.equal(attempts, 2);
});

test('what was not taken is there after the next start, what was taken does not come again', async (t) => {
  const bench = await Bench.open(t, {});
  await bench.happen(2);
  bench.fault = () => new SinkFailed('down');
  await bench.happen(2);
  await bench.stop();
  bench.fault = undefined;
  await bench.start({});
  await bench.streams.settled();
  assert.deepEqual(bench.taken, [
    [1, 2],
    [3, 4],
  ]);
});

test('a sink gets the types, flows and accounts it asked for; one that is slow holds up no other', async (t) => {
  const lists: { [name: string]: number[] } = {};
  const listing = (name: string, more: Partial<Sink>): Partial<Sink> => ({
    name,
    deliver: async (events) => {
      lists[name] = [...(lists[name] ?? []), ...events.map(({ event }) => Number(event.n))];
    },
    ...more,
  });
  const otherFlow = `FW${'2'.repeat(32)}`;
  const otherAccount = `AC${'2'.repeat(32)}`;
  const bench = await Bench.open(
    t,
    listing('ends', { types: [eventTypes[2]] }),
    listing('flow', { flows: [otherFlow] }),
    listing('account', { account: otherAccount }),
    listing('all', {}),
    { name: 'down', deliver: async () => Promise.reject(new SinkFailed('down')) },
  );
  await bench.happen(1);
  await bench.happen(1, { type: eventTypes[2] });
  await bench.happen(1, { flowSid: otherFlow });
  await bench.happen(1, { accountSid: otherAccount });
  assert.deepEqual(lists, { ends: [2], flow: [3], account: [4], all: [1, 2, 3, 4] });
  assert.equal((await bench.storage.streamEvents(0, 10)).length, 4);
});

test('what every sink has taken is removed; a new sink begins at the end; one that is gone frees its events', async (t) => {
  const bench = await Bench.open(t, { name: 'a' }, { name: 'b', deliver: async () => Promise.reject(new Error('no')) });
  await bench.happen(250);
  assert.equal((await bench.storage.streamEvents(0, 500)).length, 250);
  await bench.stop();
  await bench.start({ name: 'a' }, { name: 'c' });
  await bench.streams.settled();
  assert.equal((await bench.storage.streamEvents(0, 500)).length, 0);
  assert.deepEqual([...(await bench.storage.streamCursors()).keys()], ['a', 'c']);
  bench.taken.length = 0;
  await bench.happen(1);
  assert.deepEqual(bench.taken, [[251], [251]]);
});

test('without sinks nothing is wanted', async (t) => {
  const bench = await Bench.open(t);
  assert.ok(!bench.streams.wants('debugger') && !bench.streams.wants(eventTypes[0]));
});
