/**
 * Outbound messages get a row of their own under the key of their effect, with what was asked, so that one that failed
 * can be seen and sent again. Effects know whether an attempt is under way, and may queue behind their sender. A run is
 * found by its conversation too.
 */
export const outbox = `
ALTER TABLE executions ADD COLUMN conversation_sid TEXT;
CREATE INDEX executions_conversation ON executions (flow_id, conversation_sid)
  WHERE status = 'active' AND conversation_sid IS NOT NULL;

-- begun_ms: the attempt that is under way. unknown_ms: the latest
-- attempt of which nobody knows whether it arrived. failing_ms: since when no attempt has succeeded.
CREATE TABLE new_effects (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  execution_id INTEGER NOT NULL,
  account_sid TEXT NOT NULL,
  type TEXT NOT NULL,
  due_ms INTEGER,
  attempts INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  begun_ms INTEGER,
  unknown_ms INTEGER,
  failing_ms INTEGER,
  sender TEXT,
  effect TEXT NOT NULL
) STRICT;
INSERT INTO new_effects (id, key, execution_id, account_sid, type, due_ms, attempts, created_ms, begun_ms, effect)
  SELECT id, key, execution_id, account_sid, json_extract(effect, '$.type'), due_ms, attempts, created_ms,
    iif(attempts > 0, created_ms, NULL), effect FROM effects;
DROP TABLE effects;
ALTER TABLE new_effects RENAME TO effects;
CREATE INDEX effects_due ON effects (due_ms) WHERE due_ms IS NOT NULL AND sender IS NULL;
CREATE INDEX effects_by_execution ON effects (execution_id);
CREATE INDEX effects_by_sender ON effects (sender, id) WHERE sender IS NOT NULL;
CREATE INDEX effects_waiting ON effects (account_sid, created_ms, key)
  WHERE type = 'message.send' AND (begun_ms IS NULL OR attempts > 1);

-- Without a key: a report that came before the answer to its send.
CREATE TABLE outbound_messages (
  id INTEGER PRIMARY KEY,
  key TEXT UNIQUE,
  message_sid TEXT UNIQUE,
  execution_id INTEGER NOT NULL,
  account_sid TEXT NOT NULL,
  step_sid TEXT NOT NULL,
  status TEXT NOT NULL,
  error_code INTEGER,
  attempts INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  recovery TEXT,
  resent_as TEXT,
  error_message TEXT,
  message TEXT
) STRICT;
INSERT INTO outbound_messages (key, message_sid, execution_id, account_sid, step_sid, status, error_code, attempts,
    created_ms, updated_ms)
  SELECT d.message_sid, d.message_sid, d.execution_id, e.account_sid, d.step_sid, d.status, d.error_code, 1,
    d.updated_ms, d.updated_ms FROM deliveries d JOIN executions e ON e.id = d.execution_id;
DROP TABLE deliveries;
CREATE INDEX outbound_by_execution ON outbound_messages (execution_id);
CREATE INDEX outbound_early ON outbound_messages (step_sid) WHERE key IS NULL;
CREATE INDEX outbound_unsent ON outbound_messages (account_sid, status, created_ms, key)
  WHERE status IN ('failed', 'undelivered', 'canceled') AND key IS NOT NULL;
`;
