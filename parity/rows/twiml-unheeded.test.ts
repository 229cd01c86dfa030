import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unheeded } from './twiml-unheeded.ts';
import { unheededNow } from './unheeded-fixture.ts';

test('what the ledger says is not acted upon is what the simulated network does not read', async () => {
  assert.deepEqual(unheeded, await unheededNow());
});
