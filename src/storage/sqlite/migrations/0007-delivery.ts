/**
 * An effect whose run was stopped while it was under way is not begun again. Reports on messages of no run that overtake
 * the answer to their send are kept.
 */
export const delivery = `
ALTER TABLE effects ADD COLUMN taken_back_ms INTEGER;

-- account_sid: empty where the carrier may mean any. key: of the message, where the report names it.
CREATE TABLE early_reports (
  id INTEGER PRIMARY KEY,
  message_sid TEXT NOT NULL,
  account_sid TEXT NOT NULL,
  key TEXT,
  status TEXT NOT NULL,
  error_code INTEGER,
  error_message TEXT,
  at_ms INTEGER NOT NULL,
  UNIQUE (message_sid, account_sid, status)
) STRICT;
CREATE INDEX early_reports_of_message ON early_reports (message_sid, id);
CREATE INDEX early_reports_of_key ON early_reports (key, id) WHERE key IS NOT NULL;
CREATE INDEX early_reports_by_age ON early_reports (at_ms);
`;
