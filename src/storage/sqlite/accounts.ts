import type { AccountRecord, ApiKeyRecord, Storage } from '../storage.ts';
import type { Database } from './connection.ts';

const account = `sid, auth_token AS authToken, parent_sid AS parentSid, friendly_name AS friendlyName, status,
  created_ms AS createdAtMs`;
const apiKey = `sid, account_sid AS accountSid, secret_sha256 AS secretSha256, friendly_name AS friendlyName,
  created_ms AS createdAtMs`;

const maxAccountsKept = 1_000;

type AccountStore = Pick<
  Storage,
  'findAccount' | 'listAccounts' | 'saveAccount' | 'findApiKey' | 'listApiKeys' | 'saveApiKey' | 'deleteApiKey'
>;

export function accountStore({ reader, writer, submit }: Database): AccountStore {
  const findAccount = reader.prepare<AccountRecord>(`SELECT ${account} FROM accounts WHERE sid = ?`);
  const listAccounts = reader.prepare<AccountRecord>(`SELECT ${account} FROM accounts ORDER BY created_ms, sid`);
  const saveAccount = writer.prepare(
    `INSERT INTO accounts (sid, auth_token, parent_sid, friendly_name, status, created_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (sid) DO UPDATE SET auth_token = excluded.auth_token, parent_sid = excluded.parent_sid,
       friendly_name = excluded.friendly_name, status = excluded.status, created_ms = excluded.created_ms`,
  );
  const findApiKey = reader.prepare<ApiKeyRecord>(`SELECT ${apiKey} FROM api_keys WHERE sid = ?`);
  const listApiKeys = reader.prepare<ApiKeyRecord>(
    `SELECT ${apiKey} FROM api_keys WHERE account_sid = ? ORDER BY created_ms, sid`,
  );
  const saveApiKey = writer.prepare(
    `INSERT INTO api_keys (sid, account_sid, secret_sha256, friendly_name, created_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (sid) DO UPDATE SET account_sid = excluded.account_sid, secret_sha256 = excluded.secret_sha256,
       friendly_name = excluded.friendly_name, created_ms = excluded.created_ms`,
  );
  // Read by every request and written seldom; this process is the only one that writes (see `folder.ts`).
  const accounts = new Map<string, AccountRecord>();
  const deleteApiKey = writer.prepare('DELETE FROM api_keys WHERE sid = ?');

  return {
    async findAccount(sid) {
      const known = accounts.get(sid);
      if (known) return known;
      const row = findAccount.get(sid);
      if (!row) return undefined;
      const found = { ...row };
      if (accounts.size >= maxAccountsKept) accounts.clear();
      accounts.set(sid, found);
      return found;
    },
    async listAccounts() {
      return listAccounts.all().map((row) => ({ ...row }));
    },
    async saveAccount({ sid, authToken, parentSid, friendlyName, status, createdAtMs }) {
      await submit(() => saveAccount.run(sid, authToken, parentSid, friendlyName, status, createdAtMs));
      accounts.delete(sid);
    },
    async findApiKey(sid) {
      const row = findApiKey.get(sid);
      return row && { ...row };
    },
    async listApiKeys(accountSid) {
      return listApiKeys.all(accountSid).map((row) => ({ ...row }));
    },
    async saveApiKey({ sid, accountSid, secretSha256, friendlyName, createdAtMs }) {
      await submit(() => saveApiKey.run(sid, accountSid, secretSha256, friendlyName, createdAtMs));
    },
    deleteApiKey: (sid) => submit(() => deleteApiKey.run(sid) > 0),
  };
}
