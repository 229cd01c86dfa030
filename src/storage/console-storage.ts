/** What the console keeps, and what it asks of the store: a part of the port. */

/** Somebody who signed in to the console. */
export interface SessionRecord {
  /** Hex SHA-256 of the value that the browser keeps. */
  readonly tokenSha256: string;
  /** Account of the credentials that opened it. */
  readonly accountSid: string;
  /** The key that opened it; null with the account's own token. */
  readonly apiKeySid: string | null;
  /** Hex SHA-256 of the token or secret: with another one, the session is over. */
  readonly secretSha256: string;
  /** Signed in without credentials, on this machine. */
  readonly isAutomatic: boolean;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface ConsoleStorage {
  /** Saves it, and removes those that had expired when it was made. */
  saveSession(session: SessionRecord): Promise<void>;
  /** Expired ones too. */
  findSession(tokenSha256: string): Promise<SessionRecord | undefined>;
  deleteSession(tokenSha256: string): Promise<boolean>;
}
