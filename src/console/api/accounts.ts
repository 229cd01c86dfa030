/** The account, its subaccounts and API keys, by the carrier's REST API. */
import { ask, askAll, askJson } from './client.ts';
import { resource } from './record.ts';

export interface Account {
  readonly sid: string;
  readonly name: string;
  readonly status: 'active' | 'suspended' | 'closed';
  /** False: a subaccount. */
  readonly isMain: boolean;
  readonly createdAtMs: number;
}

export interface ApiKey {
  readonly sid: string;
  readonly name: string;
  readonly createdAtMs: number;
}

const accountsPath = '/2010-04-01/Accounts';

export async function listAccounts(signal?: AbortSignal): Promise<readonly Account[]> {
  return (await askAll(`${accountsPath}.json?PageSize=500`, 'accounts', signal)).map(presentAccount);
}

export async function createSubaccount(name: string): Promise<Account> {
  return presentAccount(await askJson(`${accountsPath}.json`, { form: { FriendlyName: name } }));
}

export async function setAccountStatus(sid: string, status: Account['status']): Promise<Account> {
  return presentAccount(await askJson(`${accountsPath}/${sid}.json`, { form: { Status: status } }));
}

export async function listKeys(accountSid: string, signal?: AbortSignal): Promise<readonly ApiKey[]> {
  return (await askAll(`${accountsPath}/${accountSid}/Keys.json?PageSize=500`, 'keys', signal)).map(presentKey);
}

/** The secret is in this answer only. */
export async function createKey(accountSid: string, name: string): Promise<ApiKey & { readonly secret: string }> {
  const answer = await askJson(`${accountsPath}/${accountSid}/Keys.json`, { form: { FriendlyName: name } });
  return { ...presentKey(answer), secret: resource(answer, 'key').text('secret') };
}

export async function deleteKey(accountSid: string, sid: string): Promise<void> {
  await ask(`${accountsPath}/${accountSid}/Keys/${sid}.json`, { method: 'DELETE' });
}

function presentAccount(value: unknown): Account {
  const account = resource(value, 'account');
  const status = account.text('status');
  return {
    sid: account.text('sid'),
    name: account.text('friendly_name'),
    status: status === 'suspended' || status === 'closed' ? status : 'active',
    isMain: account.maybe('owner_account_sid') === account.text('sid'),
    createdAtMs: account.time('date_created') ?? 0,
  };
}

function presentKey(value: unknown): ApiKey {
  const key = resource(value, 'key');
  return {
    sid: key.text('sid'),
    name: key.maybe('friendly_name') ?? '',
    createdAtMs: key.time('date_created') ?? 0,
  };
}
