/** The tables of conversations, as numbered steps. */
export const conversationTables: readonly string[] = [
  `
  CREATE TABLE conversations (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sid TEXT NOT NULL UNIQUE,
    account_sid TEXT NOT NULL,
    service_sid TEXT NOT NULL,
    messaging_service_sid TEXT,
    friendly_name TEXT,
    unique_name TEXT,
    attributes TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'inactive', 'closed')),
    inactive_after_ms INTEGER,
    closed_after_ms INTEGER,
    inactive_at_ms INTEGER,
    closed_at_ms INTEGER,
    next_index INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX conversations_of_account ON conversations (account_sid, number);
  CREATE INDEX conversations_by_state ON conversations (account_sid, state, number);
  CREATE UNIQUE INDEX conversations_by_name ON conversations (account_sid, service_sid, unique_name)
    WHERE unique_name IS NOT NULL;
  CREATE INDEX conversations_inactive ON conversations (inactive_at_ms)
    WHERE state = 'active' AND inactive_at_ms IS NOT NULL;
  CREATE INDEX conversations_closed ON conversations (closed_at_ms)
    WHERE state <> 'closed' AND closed_at_ms IS NOT NULL;

  CREATE TABLE participants (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sid TEXT NOT NULL UNIQUE,
    account_sid TEXT NOT NULL,
    conversation_sid TEXT NOT NULL REFERENCES conversations (sid),
    identity TEXT,
    address TEXT,
    proxy_address TEXT,
    created_at_ms INTEGER NOT NULL,
    UNIQUE (conversation_sid, identity)
  ) STRICT;
  CREATE INDEX participants_of_conversation ON participants (conversation_sid, number);
  CREATE INDEX participants_by_binding ON participants (account_sid, address, proxy_address)
    WHERE address IS NOT NULL;

  CREATE TABLE conversation_webhooks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sid TEXT NOT NULL UNIQUE,
    conversation_sid TEXT NOT NULL REFERENCES conversations (sid),
    url TEXT NOT NULL,
    flow_sid TEXT NOT NULL,
    filters TEXT NOT NULL,
    UNIQUE (conversation_sid, flow_sid)
  ) STRICT;

  CREATE TABLE conversation_messages (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    conversation_sid TEXT NOT NULL REFERENCES conversations (sid),
    place INTEGER NOT NULL,
    author TEXT NOT NULL,
    participant_sid TEXT,
    source TEXT NOT NULL,
    body TEXT,
    media TEXT NOT NULL,
    attributes TEXT NOT NULL,
    content_sid TEXT,
    content_variables TEXT,
    -- SID that the carrier gave to what a contact wrote: the same webhook again adds nothing.
    inbound_sid TEXT,
    created_at_ms INTEGER NOT NULL,
    UNIQUE (conversation_sid, place)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX conversation_messages_inbound ON conversation_messages (account_sid, inbound_sid)
    WHERE inbound_sid IS NOT NULL;

  -- What became of a message on its way to a participant's address.
  CREATE TABLE conversation_deliveries (
    message_sid TEXT NOT NULL,
    participant_sid TEXT NOT NULL,
    carrier_sid TEXT,
    status TEXT NOT NULL,
    error_code INTEGER,
    PRIMARY KEY (message_sid, participant_sid)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversation_deliveries_by_carrier ON conversation_deliveries (carrier_sid)
    WHERE carrier_sid IS NOT NULL;

  -- What is still to be done: sends to a participant, reports to a flow; of one lane one at a time, in order.
  CREATE TABLE conversation_work (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    account_sid TEXT NOT NULL,
    message_sid TEXT NOT NULL,
    participant_sid TEXT,
    webhook_sid TEXT,
    flow_sid TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL,
    due_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX conversation_work_in_order ON conversation_work (lane, number);
  `,
  `
  -- When the last attempt began that may have arrived: the carrier is asked for it before the text is sent again.
  ALTER TABLE conversation_work ADD COLUMN unknown_since_ms INTEGER;
  UPDATE conversation_work SET unknown_since_ms = due_at_ms WHERE attempts > 0 AND participant_sid IS NOT NULL;
  `,
  `
  -- Texts leave by the outbox, which knows the carrier's SIDs. unknown_since_ms: of one that was under way before.
  CREATE TABLE earlier_texts (
    message_sid TEXT NOT NULL,
    participant_sid TEXT NOT NULL,
    carrier_sid TEXT NOT NULL,
    PRIMARY KEY (message_sid, participant_sid)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO earlier_texts SELECT message_sid, participant_sid, carrier_sid FROM conversation_deliveries
    WHERE carrier_sid IS NOT NULL;
  DROP INDEX conversation_deliveries_by_carrier;
  ALTER TABLE conversation_deliveries DROP COLUMN carrier_sid;
  -- How often the text was sent again: what becomes of the last of them counts.
  ALTER TABLE conversation_deliveries ADD COLUMN sent_again INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Files that were brought up to date before the step above kept these.
  CREATE TABLE IF NOT EXISTS earlier_texts (
    message_sid TEXT NOT NULL,
    participant_sid TEXT NOT NULL,
    carrier_sid TEXT NOT NULL,
    PRIMARY KEY (message_sid, participant_sid)
  ) STRICT, WITHOUT ROWID;
  `,
];
