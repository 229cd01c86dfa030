import assert from 'node:assert/strict';
import { test } from 'node:test';
import { converseUnderKill } from './conversation-under-kill.ts';

test('servers killed with -9 at random points of conversations lose nothing and send nothing twice', async (t) => {
  const seed = Number(process.env.CRASH_SEED ?? 20260105);
  const kills = Number(process.env.CRASH_KILLS ?? 8);
  t.diagnostic(`CRASH_SEED=${seed}`);
  const outcome = await converseUnderKill({ contacts: 4, texts: Number(process.env.CRASH_TEXTS ?? 25), kills, seed });
  assert.ok(outcome.kills > 0, 'no server was killed: the conversations were over too soon');
  t.diagnostic(`${outcome.kills} kills, ${outcome.messages} texts`);
});
