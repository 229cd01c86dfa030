/** What the console keeps: who is signed in, what is being edited, definitions to the byte. */
export const consoleTables = `
CREATE TABLE sessions (
  token_sha256 TEXT PRIMARY KEY,
  account_sid TEXT NOT NULL,
  api_key_sid TEXT,
  secret_sha256 TEXT NOT NULL,
  is_automatic INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (expires_ms);

CREATE TABLE working_copies (
  flow_id INTEGER PRIMARY KEY REFERENCES flows (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  base_revision INTEGER NOT NULL,
  author_sid TEXT,
  saved_ms INTEGER NOT NULL,
  notes TEXT,
  definition TEXT NOT NULL
) STRICT;

-- Null: the definition is what was sent.
ALTER TABLE revisions ADD COLUMN sent_text TEXT;
`;
