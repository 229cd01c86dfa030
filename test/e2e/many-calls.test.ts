/** Many callers at once on one process: nobody waits for another, and nobody is left behind. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { JsonObject } from '../../src/engine/json.ts';
import { Line } from '../../src/testing/index.ts';

const callers = 500;
/** The latest that a timer may be, in virtual milliseconds. */
const mostLateMs = 100;

test('500 calls at once: no timer is late, none is stuck', async (t) => {
  const sample = new URL('../../samples/bookshop-line.json', import.meta.url);
  const definition: JsonObject = JSON.parse(await readFile(sample, 'utf8'));
  const line = await Line.open({ definition });
  t.after(() => line.close());
  const calls: { readonly sid: string; readonly startMs: number }[] = [];
  for (let n = 0; n < callers; n++) {
    const from = `+1555${String(1_000_000 + n)}`;
    calls.push({ sid: await line.call({}, from), startMs: line.clock.now() });
  }
  await line.elapse(8);
  // A third presses a key, a third says what they want, a third says nothing.
  await Promise.all(
    calls.map(async ({ sid }, n) => {
      if (n % 3 === 0) await line.act(sid, { digits: '1' });
      if (n % 3 === 1) await line.act(sid, { speech: { text: 'opening hours', confidence: 0.9 } });
    }),
  );
  await line.elapse(120);
  await Promise.all(calls.map(({ sid }, n) => (n % 3 === 2 ? line.act(sid, { hangsUp: true }) : undefined)));
  await line.elapse(30);

  const legs = new Map((await line.legs()).map((leg) => [leg.call.sid, leg]));
  const entries = calls.map(({ sid, startMs }) =>
    (legs.get(sid)?.transcript ?? []).map(({ kind, atMs, text, digits }) => ({
      kind,
      afterMs: atMs - startMs,
      text,
      digits,
    })),
  );
  for (let kind = 0; kind < 3; kind++) {
    // Everybody who does the same hears the same, at the same time.
    const alike = entries.filter((_, n) => n % 3 === kind);
    const [first = []] = alike;
    assert.ok(first.length > 5);
    for (const each of alike) {
      assert.deepEqual(
        each.map(({ kind: what, text, digits }) => [what, text, digits]),
        first.map(({ kind: what, text, digits }) => [what, text, digits]),
      );
      each.forEach(({ afterMs }, place) => {
        assert.ok(Math.abs(afterMs - (first[place]?.afterMs ?? 0)) <= mostLateMs, `${afterMs} ms at ${place}`);
      });
    }
  }
  const runs = await line.runs();
  assert.equal(runs.length, callers);
  assert.deepEqual(
    runs.filter(({ status }) => status === 'active'),
    [],
  );
});
