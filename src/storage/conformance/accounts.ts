import assert from 'node:assert/strict';
import type { AccountRecord, ApiKeyRecord } from '../storage.ts';
import { sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function accountTests(check: StorageTest): void {
  check('an account is found as it was last saved', async (storage) => {
    const account = accountRecord(1);
    await storage.saveAccount(account);
    assert.deepEqual(await storage.findAccount(account.sid), account);
    const changed: AccountRecord = { ...account, authToken: 'new', status: 'suspended', parentSid: sid('AC', 9) };
    await storage.saveAccount(changed);
    assert.deepEqual(await storage.findAccount(account.sid), changed);
    assert.equal(await storage.findAccount(sid('AC', 2)), undefined);
  });

  check('accounts are listed oldest first', async (storage) => {
    for (const number of [3, 1, 2]) await storage.saveAccount(accountRecord(number));
    assert.deepEqual(await storage.listAccounts(), [1, 2, 3].map(accountRecord));
  });

  check('keys are listed by account, oldest first, and can be removed once', async (storage) => {
    const [one, two, other] = [apiKeyRecord(1, 1), apiKeyRecord(2, 1), apiKeyRecord(3, 2)];
    for (const key of [two, other, one]) await storage.saveApiKey(key);
    assert.deepEqual(await storage.findApiKey(other.sid), other);
    assert.deepEqual(await storage.listApiKeys(one.accountSid), [one, two]);
    assert.equal(await storage.deleteApiKey(one.sid), true);
    assert.equal(await storage.deleteApiKey(one.sid), false);
    assert.equal(await storage.findApiKey(one.sid), undefined);
    assert.deepEqual(await storage.listApiKeys(one.accountSid), [two]);
  });
}

function accountRecord(number: number): AccountRecord {
  return {
    sid: sid('AC', number),
    authToken: `token ${number}`,
    parentSid: null,
    friendlyName: `Account ${number}`,
    status: 'active',
    createdAtMs: number,
  };
}

function apiKeyRecord(number: number, account: number): ApiKeyRecord {
  return {
    sid: sid('SK', number),
    accountSid: sid('AC', account),
    secretSha256: 'ab'.repeat(32),
    friendlyName: `Key ${number}`,
    createdAtMs: number,
  };
}
