import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountRecord, Storage } from '../storage/storage.ts';
import type { Config } from './config.ts';
import { newSid } from './ids.ts';

/** The account that this server is for, and whether it was made just now. */
export interface MainAccount {
  readonly account: AccountRecord;
  readonly isNew: boolean;
  /** File with `AccountSid:AuthToken`, for `curl -u "$(cat …)"`. */
  readonly credentialsFile: string;
}

/** Finds or makes the main account. A token in the configuration wins over the one that is stored. */
export async function mainAccount(storage: Storage, config: Config, nowMs: number): Promise<MainAccount> {
  const accounts = await storage.listAccounts();
  const stored = config.accountSid
    ? accounts.find(({ sid }) => sid === config.accountSid)
    : accounts.find(({ parentSid }) => parentSid === null);
  const account: AccountRecord = {
    sid: stored?.sid ?? config.accountSid ?? newSid('AC'),
    // Letters and digits only: some SDKs refuse anything else before they send it (rest-api §11).
    authToken: config.authToken ?? stored?.authToken ?? randomBytes(16).toString('hex'),
    parentSid: stored?.parentSid ?? null,
    friendlyName: stored?.friendlyName ?? 'Atelier',
    status: stored?.status ?? 'active',
    createdAtMs: stored?.createdAtMs ?? nowMs,
  };
  const credentialsFile = join(config.dataFolder, 'credentials');
  const isChanged = stored?.authToken !== account.authToken;
  if (isChanged) await storage.saveAccount(account);
  if (isChanged || !existsSync(credentialsFile)) {
    await writeFile(credentialsFile, `${account.sid}:${account.authToken}\n`, { mode: 0o600 });
  }
  return { account, isNew: stored === undefined, credentialsFile };
}
