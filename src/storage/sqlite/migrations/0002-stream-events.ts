/** What happened, for the event streams: written with the change that caused it, kept until every sink has taken it. */
export const streamEvents = `
-- An id is never used again: sinks remember how far they have come.
CREATE TABLE stream_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  account_sid TEXT NOT NULL,
  flow_sid TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  event TEXT NOT NULL
) STRICT;

CREATE TABLE stream_cursors (
  sink TEXT PRIMARY KEY,
  after_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
