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

/** What somebody is editing: no revision, replaced in place, valid or not. */
export interface WorkingCopyRecord {
  readonly flowSid: string;
  /** Grows with each save; never the same again. */
  readonly version: number;
  /** Revision that the edits began at. */
  readonly baseRevision: number;
  readonly authorSid: string | null;
  readonly savedAtMs: number;
  /** JSON text of the notes beside the flow. */
  readonly notes: string | null;
  /** Any text. */
  readonly definition: string;
}

export interface ConsoleStorage {
  /** Saves it, and removes those that had expired when it was made. */
  saveSession(session: SessionRecord): Promise<void>;
  /** Expired ones too. */
  findSession(tokenSha256: string): Promise<SessionRecord | undefined>;
  deleteSession(tokenSha256: string): Promise<boolean>;

  // Working copies: one for each flow, gone with it
  findWorkingCopy(flowSid: string): Promise<WorkingCopyRecord | undefined>;
  /**
   * Replaces it. With `expectedVersion` only where it is still that one (0: where there is none), else `stale`.
   * Undefined when the flow does not exist.
   */
  saveWorkingCopy(
    copy: Omit<WorkingCopyRecord, 'version'>,
    expectedVersion?: number,
  ): Promise<WorkingCopyRecord | 'stale' | undefined>;
  deleteWorkingCopy(flowSid: string): Promise<boolean>;
}
