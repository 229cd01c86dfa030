/** Many callers on one process: nobody waits for another, and nobody is left behind. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../src/engine/json.ts';
import { Line } from '../../src/testing/index.ts';

const callers = 500;
/** So many call in the same instant, and then, in virtual time, as many again: all are on the line at once at last. */
const together = 20;
const apartMs = 300;

type Act = (line: Line, sid: string) => Promise<unknown>;

/** What callers do eight seconds after they called; all of them hang up at last, unless the flow has. */
const habits: { readonly [says: string]: Act } = {
  'presses a key': (line, sid) => line.act(sid, { digits: '1' }),
  'says what he wants': (line, sid) => line.act(sid, { speech: { text: 'opening hours', confidence: 0.9 } }),
  'says nothing': async () => undefined,
};
const says = Object.keys(habits);

const sample = new URL('../../samples/bookshop-line.json', import.meta.url);

test('500 calls at once: each is told what one is who is alone, at the same time, and none is stuck', async (t) => {
  const crowd = await playCalls(
    t,
    Array.from({ length: callers }, (_, n) => says[n % says.length] ?? ''),
  );
  for (const habit of says) {
    const [alone] = (await playCalls(t, [habit])).calls;
    assert.ok(alone && alone.entries.length > 5);
    for (const { entries } of crowd.calls.filter((call) => call.habit === habit)) {
      assert.deepEqual(entries, alone.entries, habit);
    }
  }
  assert.deepEqual(crowd.runs, { ended: callers });
});

/** If the flow has not ended the call before. */
async function hangUp(line: Line, sid: string): Promise<void> {
  const { call } = await line.leg(sid);
  if (call.status === 'in-progress') await line.act(sid, { hangsUp: true });
}

/** Gives what happened on each, by its own clock, and how many runs came to which status. */
async function playCalls(t: TestContext, habitsOfCallers: readonly string[]) {
  const definition: JsonObject = JSON.parse(await readFile(sample, 'utf8'));
  const line = await Line.open({ definition });
  t.after(() => line.close());
  const beginMs = line.clock.now();
  const calls = habitsOfCallers.map((habit, n) => ({ habit, startMs: Math.floor(n / together) * apartMs, sid: '' }));
  const deeds = calls.flatMap((call, n) => [
    {
      atMs: call.startMs,
      async act() {
        call.sid = await line.call({}, `+1555${String(1_000_000 + n)}`);
      },
    },
    { atMs: call.startMs + 8_000, act: () => habits[call.habit]?.(line, call.sid) },
    { atMs: call.startMs + 130_000, act: () => hangUp(line, call.sid) },
  ]);
  const byTime = Map.groupBy(deeds, ({ atMs }) => atMs);
  for (const [atMs, each] of [...byTime].toSorted(([a], [b]) => a - b)) {
    await line.elapse((beginMs + atMs - line.clock.now()) / 1_000);
    await Promise.all(each.map(({ act }) => act()));
  }
  await line.elapse(30);

  const legs = new Map((await line.legs()).map((leg) => [leg.call.sid, leg]));
  const runs = Object.groupBy(await line.runs(), ({ status }) => status);
  return {
    calls: calls.map(({ habit, startMs, sid }) => ({
      habit,
      entries: (legs.get(sid)?.transcript ?? []).map(({ kind, atMs, text, digits }) => {
        return { afterMs: atMs - beginMs - startMs, kind, text, digits };
      }),
    })),
    runs: Object.fromEntries(Object.entries(runs).map(([status, all]) => [status, all?.length])),
  };
}
