/**
 * What the console keeps: who is signed in, what is being edited, definitions to the byte; where runs are and how they
 * ended; how often each transition was taken.
 */
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

-- Whole hours. kind: transition, ended or failed.
CREATE TABLE traffic (
  flow_id INTEGER NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  hour_ms INTEGER NOT NULL,
  is_test INTEGER NOT NULL,
  widget TEXT NOT NULL,
  kind TEXT NOT NULL,
  event TEXT NOT NULL,
  target TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (flow_id, revision, hour_ms, is_test, widget, kind, event, target)
) STRICT, WITHOUT ROWID;

-- widget: where the main flow is, or ended. Made anew, so that what lists read stands before what may be large.
CREATE TABLE new_executions (
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  flow_id INTEGER NOT NULL,
  account_sid TEXT NOT NULL,
  revision INTEGER NOT NULL,
  status TEXT NOT NULL,
  ended_reason TEXT,
  is_failed INTEGER NOT NULL,
  is_test INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  flow_address TEXT NOT NULL,
  contact_address TEXT NOT NULL,
  initiated_by TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  due_ms INTEGER,
  running_step_sid TEXT,
  conversation_sid TEXT,
  call_sid TEXT,
  is_call_over INTEGER NOT NULL,
  widget TEXT,
  pins TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
INSERT INTO new_executions (id, sid, flow_id, account_sid, revision, status, ended_reason, is_failed, is_test, kind, key,
    flow_address, contact_address, initiated_by, created_ms, updated_ms, due_ms, running_step_sid, conversation_sid,
    call_sid, is_call_over, widget, pins, state)
  SELECT id, sid, flow_id, account_sid, revision, status, ended_reason,
    coalesce(ended_reason IN ('ERROR', 'STEP_LIMIT', 'EXPIRED'), 0), coalesce(json_extract(state, '$.isTestUser'), 0), kind,
    key, flow_address, contact_address, initiated_by, created_ms, updated_ms, due_ms, running_step_sid, conversation_sid,
    call_sid, call_sid IS NOT NULL AND NOT coalesce(json_extract(state, '$.call.isLive'), 0),
    coalesce(json_extract(state, '$.frames[0].waiting.state'), json_extract(state, '$.frames[0].lastState')), pins, state
  FROM executions;
DROP TABLE executions;
ALTER TABLE new_executions RENAME TO executions;
CREATE INDEX executions_by_flow ON executions (flow_id, status, created_ms, sid);
CREATE UNIQUE INDEX executions_active ON executions (flow_id, key) WHERE status = 'active';
CREATE INDEX executions_due ON executions (due_ms, flow_id) WHERE status = 'active' AND due_ms IS NOT NULL;
CREATE INDEX executions_running ON executions (running_step_sid)
  WHERE status = 'active' AND running_step_sid IS NOT NULL;
CREATE INDEX executions_active_age ON executions (created_ms, sid) WHERE status = 'active';
CREATE INDEX executions_ended_age ON executions (created_ms) WHERE status = 'ended';
CREATE INDEX executions_conversation ON executions (flow_id, conversation_sid)
  WHERE status = 'active' AND conversation_sid IS NOT NULL;
CREATE INDEX executions_call ON executions (flow_id, call_sid) WHERE status = 'active' AND call_sid IS NOT NULL;
CREATE INDEX executions_calls_of_pair ON executions (flow_id, contact_address, flow_address)
  WHERE status = 'active' AND kind = 'call';
CREATE INDEX executions_of_account ON executions (account_sid, created_ms, sid);
CREATE INDEX executions_of_contact ON executions (account_sid, contact_address, created_ms, sid);
CREATE INDEX executions_failed ON executions (account_sid, created_ms, sid) WHERE is_failed = 1;
CREATE INDEX executions_without_deadline ON executions (account_sid, created_ms, sid)
  WHERE status = 'active' AND due_ms IS NULL;
`;
