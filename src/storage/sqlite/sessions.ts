import type { ConsoleStorage, SessionRecord } from '../console-storage.ts';
import type { Database } from './connection.ts';

type Row = Omit<SessionRecord, 'isAutomatic'> & { readonly isAutomatic: number };

type SessionStore = Pick<ConsoleStorage, 'saveSession' | 'findSession' | 'deleteSession'>;

export function sessionStore({ reader, writer, submit }: Database): SessionStore {
  const find = reader.prepare<Row>(
    `SELECT token_sha256 AS tokenSha256, account_sid AS accountSid, api_key_sid AS apiKeySid,
       secret_sha256 AS secretSha256, is_automatic AS isAutomatic, created_ms AS createdAtMs, expires_ms AS expiresAtMs
     FROM sessions WHERE token_sha256 = ?`,
  );
  const insert = writer.prepare(
    `INSERT INTO sessions (token_sha256, account_sid, api_key_sid, secret_sha256, is_automatic, created_ms, expires_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const removeExpired = writer.prepare('DELETE FROM sessions WHERE expires_ms <= ?');
  const remove = writer.prepare('DELETE FROM sessions WHERE token_sha256 = ?');
  return {
    saveSession: (session) =>
      submit((atomically) =>
        atomically(() => {
          const { tokenSha256, accountSid, apiKeySid, secretSha256, isAutomatic, createdAtMs, expiresAtMs } = session;
          removeExpired.run(createdAtMs);
          insert.run(tokenSha256, accountSid, apiKeySid, secretSha256, Number(isAutomatic), createdAtMs, expiresAtMs);
        }),
      ),
    async findSession(tokenSha256) {
      const row = find.get(tokenSha256);
      return row && { ...row, isAutomatic: row.isAutomatic === 1 };
    },
    deleteSession: (tokenSha256) => submit(() => remove.run(tokenSha256) > 0),
  };
}
