/**
 * Tables refer to each other by small integer ids; SIDs stand in one unique index each. Columns that may be large come
 * last in their table, so that reading the others never touches the pages they overflow to.
 */
export const initial = `
CREATE TABLE accounts (
  sid TEXT PRIMARY KEY,
  auth_token TEXT NOT NULL,
  parent_sid TEXT,
  friendly_name TEXT NOT NULL,
  status TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  sid TEXT PRIMARY KEY,
  account_sid TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  friendly_name TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_by_account ON api_keys (account_sid, created_ms, sid);

-- An id is never used again: executions of a deleted flow keep it until they are purged.
CREATE TABLE flows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sid TEXT NOT NULL UNIQUE,
  account_sid TEXT NOT NULL,
  test_users TEXT NOT NULL,
  latest_revision INTEGER NOT NULL,
  published_revision INTEGER,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER
) STRICT;
CREATE INDEX flows_by_account ON flows (account_sid, created_ms, sid);

CREATE TABLE revisions (
  flow_id INTEGER NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  friendly_name TEXT NOT NULL,
  status TEXT NOT NULL,
  author_sid TEXT,
  is_valid INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  commit_message TEXT,
  errors TEXT NOT NULL,
  warnings TEXT NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (flow_id, revision)
) STRICT;

-- Flows that are gone and whose executions are not yet.
CREATE TABLE deleted_flows (flow_id INTEGER PRIMARY KEY) STRICT;

-- Without a foreign key to flows, on purpose: an execution whose flow is gone waits here, unseen, for the purge.
CREATE TABLE executions (
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  flow_id INTEGER NOT NULL,
  account_sid TEXT NOT NULL,
  revision INTEGER NOT NULL,
  status TEXT NOT NULL,
  ended_reason TEXT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  flow_address TEXT NOT NULL,
  contact_address TEXT NOT NULL,
  initiated_by TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  due_ms INTEGER,
  running_step_sid TEXT,
  pins TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX executions_by_flow ON executions (flow_id, status, created_ms, sid);
CREATE UNIQUE INDEX executions_active ON executions (flow_id, key) WHERE status = 'active';
CREATE INDEX executions_due ON executions (due_ms, flow_id) WHERE status = 'active' AND due_ms IS NOT NULL;
CREATE INDEX executions_running ON executions (running_step_sid)
  WHERE status = 'active' AND running_step_sid IS NOT NULL;
CREATE INDEX executions_active_age ON executions (created_ms, flow_id) WHERE status = 'active';
CREATE INDEX executions_ended_age ON executions (created_ms) WHERE status = 'ended';

-- The id is made of the execution's id and the sequence (see steps.ts): the steps of a run lie side by side.
CREATE TABLE steps (
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  parent_step_sid TEXT,
  event TEXT NOT NULL,
  transitioned_from TEXT NOT NULL,
  transitioned_to TEXT NOT NULL,
  type TEXT NOT NULL,
  flow_sid TEXT NOT NULL,
  entered_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL,
  patch TEXT NOT NULL
) STRICT;

CREATE TABLE effects (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  execution_id INTEGER NOT NULL,
  account_sid TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  effect TEXT NOT NULL
) STRICT;
CREATE INDEX effects_due ON effects (due_ms);
CREATE INDEX effects_by_execution ON effects (execution_id);

CREATE TABLE replies (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  execution_id INTEGER,
  created_ms INTEGER NOT NULL,
  twiml TEXT
) STRICT;
CREATE INDEX replies_by_execution ON replies (execution_id) WHERE execution_id IS NOT NULL;
CREATE INDEX replies_by_age ON replies (created_ms);

CREATE TABLE problems (
  id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL,
  account_sid TEXT NOT NULL,
  flow_sid TEXT NOT NULL,
  code INTEGER NOT NULL,
  level TEXT NOT NULL,
  state TEXT,
  step_sid TEXT,
  created_ms INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX problems_by_execution ON problems (execution_id);

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  message_sid TEXT NOT NULL UNIQUE,
  execution_id INTEGER NOT NULL,
  step_sid TEXT NOT NULL,
  status TEXT NOT NULL,
  error_code INTEGER,
  updated_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_by_execution ON deliveries (execution_id);

-- One row, rewritten by the readiness probe.
CREATE TABLE probe (id INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
INSERT INTO probe VALUES (1, 0);
`;
