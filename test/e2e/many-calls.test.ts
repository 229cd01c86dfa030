/** Many callers at once on one process: nobody waits for another, and nobody is left behind. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../src/engine/json.ts';
import { Line } from '../../src/testing/index.ts';

const callers = 500;
/** Virtual time that passes with each turn of the event loop, whatever is still to be done: work that takes turns is late. */
const turnMs = 3;
/** How much later than a caller who is alone one of many may be told something, in virtual milliseconds. */
const mostLateMs = 100;

/** What callers do after eight seconds. */
const habits = ['presses a key', 'says what he wants', 'says nothing'] as const;

const sample = new URL('../../samples/bookshop-line.json', import.meta.url);

test('500 calls at once: nobody is told anything later than one who is alone, and nobody is stuck', async (t) => {
  const crowd = await playCalls(
    t,
    Array.from({ length: callers }, (_, n) => habits[n % habits.length] ?? habits[0]),
  );
  for (const habit of habits) {
    const [alone] = (await playCalls(t, [habit])).calls;
    assert.ok(alone && alone.entries.length > 5);
    for (const { entries } of crowd.calls.filter((call) => call.habit === habit)) {
      assert.deepEqual(
        entries.map(({ what }) => what),
        alone.entries.map(({ what }) => what),
      );
      entries.forEach(({ afterMs }, place) => {
        const lateMs = afterMs - (alone.entries[place]?.afterMs ?? 0);
        assert.ok(lateMs <= mostLateMs, `one who ${habit} is told entry ${place} ${lateMs} ms too late`);
      });
    }
  }
  assert.deepEqual(crowd.runs, { ended: callers });
});

/** All call in the same instant; gives what happened on each call, and how many runs came to which status. */
async function playCalls(t: TestContext, callersHabits: readonly (typeof habits)[number][]) {
  const definition: JsonObject = JSON.parse(await readFile(sample, 'utf8'));
  const line = await Line.open({ definition });
  t.after(() => line.close());
  const pass = async (seconds: number) => {
    for (let turn = 0; turn < (seconds * 1_000) / turnMs; turn++) {
      line.clock.advance(turnMs);
      await setImmediate();
    }
  };
  const startMs = line.clock.now();
  const placed = callersHabits.map((habit, n) => ({ habit, sid: line.call({}, `+1555${String(1_000_000 + n)}`) }));
  await pass(8);
  const calls = await Promise.all(placed.map(async ({ habit, sid }) => ({ habit, sid: await sid })));
  const acts = calls.map(async ({ habit, sid }) => {
    if (habit === 'presses a key') await line.act(sid, { digits: '1' });
    if (habit === 'says what he wants') {
      await line.act(sid, { speech: { text: 'opening hours', confidence: 0.9 } });
    }
  });
  await pass(120);
  await Promise.all(acts);
  const ends = calls.map(({ habit, sid }) => (habit === 'says nothing' ? line.act(sid, { hangsUp: true }) : undefined));
  await pass(30);
  await Promise.all(ends);
  await line.quiet();

  const legs = new Map((await line.legs()).map((leg) => [leg.call.sid, leg]));
  const runs = Object.groupBy(await line.runs(), ({ status }) => status);
  return {
    calls: calls.map(({ habit, sid }) => ({
      habit,
      entries: (legs.get(sid)?.transcript ?? []).map(({ kind, atMs, text, digits }) => ({
        what: [kind, text, digits],
        afterMs: atMs - startMs,
      })),
    })),
    runs: Object.fromEntries(Object.entries(runs).map(([status, all]) => [status, all?.length])),
  };
}
