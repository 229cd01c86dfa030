import { conversationTables } from './conversations/tables.ts';

/**
 * The tables of each product, as numbered steps: what was released is never edited, a change is a new step at the end
 * of its list.
 */
export const migrations: { readonly [product: string]: readonly string[] } = {
  // Requests that were carried out, by the key that is the same at every attempt.
  requests: [
    `
    CREATE TABLE requests (
      key TEXT PRIMARY KEY,
      done_at_ms INTEGER NOT NULL,
      resource TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX requests_by_age ON requests (done_at_ms);
    `,
  ],
  // What services elsewhere made for which request.
  claims: [
    `
    CREATE TABLE claims (
      sid TEXT PRIMARY KEY,
      key TEXT NOT NULL,
      taken_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX claims_by_age ON claims (taken_at_ms);
    `,
  ],
  tasks: [
    `
    CREATE TABLE tasks (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      sid TEXT NOT NULL UNIQUE,
      account_sid TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'reserved', 'assigned', 'completed', 'canceled')),
      priority INTEGER NOT NULL,
      attributes TEXT NOT NULL,
      workflow TEXT NOT NULL,
      channel TEXT NOT NULL,
      worker TEXT,
      reason TEXT,
      timeout_seconds INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      expires_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX tasks_in_order ON tasks (account_sid, status, priority DESC, number);
    CREATE INDEX tasks_of_all_states ON tasks (account_sid, priority DESC, number);
    CREATE INDEX tasks_by_deadline ON tasks (expires_at_ms) WHERE status IN ('pending', 'reserved');
    `,
  ],
  documents: [
    `
    CREATE TABLE documents (
      account_sid TEXT NOT NULL,
      service_sid TEXT NOT NULL,
      unique_name TEXT NOT NULL,
      sid TEXT NOT NULL,
      revision INTEGER NOT NULL,
      data TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      PRIMARY KEY (account_sid, service_sid, unique_name)
    ) STRICT, WITHOUT ROWID;
    `,
  ],
  conversations: conversationTables,
};
