import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complaints, torture } from './torture.ts';

const seed = Number(process.env.TORTURE_SEED ?? 20260105);

for (const world of ['simulator', 'twilio'] as const) {
  test(`servers killed with -9 in conversations lose nothing and send nothing twice: ${world}`, async (t) => {
    const verdict = await torture({ world, kills: 8, contacts: 3, seed });
    t.diagnostic(`TORTURE_SEED=${seed} ${JSON.stringify(verdict)}`);
    assert.deepEqual(complaints(verdict), []);
    assert.equal(verdict.kills, 8);
    assert.ok(verdict.texts >= 3);
    assert.ok(verdict.inConversations > 0);
  });
}
