import assert from 'node:assert/strict';
import type { SessionRecord } from '../console-storage.ts';
import { accountSid, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function sessionTests(check: StorageTest): void {
  const session: SessionRecord = {
    tokenSha256: 'a'.repeat(64),
    accountSid,
    apiKeySid: null,
    secretSha256: 'b'.repeat(64),
    isAutomatic: false,
    createdAtMs: 1_000,
    expiresAtMs: 9_000,
  };
  const byKey: SessionRecord = {
    ...session,
    tokenSha256: 'c'.repeat(64),
    apiKeySid: sid('SK', 1),
    isAutomatic: true,
    expiresAtMs: 2_000,
  };

  check('are kept until they are deleted, over a restart too', async (storage, { reopen }) => {
    for (const each of [session, byKey]) await storage.saveSession(each);
    const again = await reopen();
    for (const each of [session, byKey]) assert.deepEqual(await again.findSession(each.tokenSha256), each);
    assert.equal(await again.deleteSession(session.tokenSha256), true);
    assert.equal(await again.deleteSession(session.tokenSha256), false);
    assert.equal(await again.findSession(session.tokenSha256), undefined);
  });

  check('go once they have expired, when the next one comes', async (storage) => {
    await storage.saveSession(byKey);
    await storage.saveSession({ ...session, createdAtMs: 2_000 });
    assert.equal(await storage.findSession(byKey.tokenSha256), undefined);
    assert.ok(await storage.findSession(session.tokenSha256));
  });
}
