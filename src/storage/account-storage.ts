export interface AccountRecord {
  readonly sid: string;
  /** Needed in clear: it is the key of webhook signatures. */
  readonly authToken: string;
  /** Main account of a subaccount. */
  readonly parentSid: string | null;
  readonly friendlyName: string;
  readonly status: 'active' | 'suspended' | 'closed';
  readonly createdAtMs: number;
}

export interface ApiKeyRecord {
  readonly sid: string;
  readonly accountSid: string;
  /** Hex SHA-256 of the secret, which is random and shown once. */
  readonly secretSha256: string;
  readonly friendlyName: string;
  readonly createdAtMs: number;
}

/** Accounts, and the keys that open them. */
export interface AccountStorage {
  findAccount(sid: string): Promise<AccountRecord | undefined>;
  listAccounts(): Promise<readonly AccountRecord[]>;
  saveAccount(account: AccountRecord): Promise<void>;
  findApiKey(sid: string): Promise<ApiKeyRecord | undefined>;
  listApiKeys(accountSid: string): Promise<readonly ApiKeyRecord[]>;
  saveApiKey(key: ApiKeyRecord): Promise<void>;
  deleteApiKey(sid: string): Promise<boolean>;
}
