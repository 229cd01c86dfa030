/**
 * Effects and outbound messages may belong to no execution: texts of conversations, replies that a TwiML document decided.
 * An effect keeps why its last attempt failed.
 */
export const messagesOfNoRun = `
CREATE TABLE new_effects (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  execution_id INTEGER,
  account_sid TEXT NOT NULL,
  type TEXT NOT NULL,
  due_ms INTEGER,
  attempts INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  begun_ms INTEGER,
  unknown_ms INTEGER,
  failing_ms INTEGER,
  sender TEXT,
  error_message TEXT,
  effect TEXT NOT NULL
) STRICT;
INSERT INTO new_effects (id, key, execution_id, account_sid, type, due_ms, attempts, created_ms, begun_ms, unknown_ms,
    failing_ms, sender, effect)
  SELECT id, key, execution_id, account_sid, type, due_ms, attempts, created_ms, begun_ms, unknown_ms, failing_ms, sender,
    effect FROM effects;
DROP TABLE effects;
ALTER TABLE new_effects RENAME TO effects;
CREATE INDEX effects_due ON effects (due_ms) WHERE due_ms IS NOT NULL AND sender IS NULL;
CREATE INDEX effects_by_execution ON effects (execution_id) WHERE execution_id IS NOT NULL;
CREATE INDEX effects_by_sender ON effects (sender, id) WHERE sender IS NOT NULL;
CREATE INDEX effects_waiting ON effects (account_sid, created_ms, key)
  WHERE type = 'message.send' AND (begun_ms IS NULL OR attempts > 1);

CREATE TABLE new_outbound_messages (
  id INTEGER PRIMARY KEY,
  key TEXT UNIQUE,
  message_sid TEXT UNIQUE,
  execution_id INTEGER,
  account_sid TEXT NOT NULL,
  step_sid TEXT,
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
INSERT INTO new_outbound_messages SELECT id, key, message_sid, execution_id, account_sid, step_sid, status, error_code,
  attempts, created_ms, updated_ms, recovery, resent_as, error_message, message FROM outbound_messages;
DROP TABLE outbound_messages;
ALTER TABLE new_outbound_messages RENAME TO outbound_messages;
CREATE INDEX outbound_by_execution ON outbound_messages (execution_id) WHERE execution_id IS NOT NULL;
CREATE INDEX outbound_of_no_run ON outbound_messages (created_ms) WHERE execution_id IS NULL;
CREATE INDEX outbound_early ON outbound_messages (step_sid) WHERE key IS NULL;
CREATE INDEX outbound_unsent ON outbound_messages (account_sid, status, created_ms, key)
  WHERE status IN ('failed', 'undelivered', 'canceled') AND key IS NOT NULL;
`;
