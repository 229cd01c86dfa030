/** What took each run on, for those who look into it and run it again. */
export const runEvents = `
CREATE TABLE run_events (
  id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  event TEXT NOT NULL,
  exchange TEXT,
  stopped TEXT
) STRICT;
CREATE INDEX run_events_of_execution ON run_events (execution_id);
`;
