/** What the console keeps: who is signed in. */
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
`;
