/** Schema of `carrier.sqlite`, forward only. A step is never edited once it has been released. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    sid TEXT NOT NULL UNIQUE,
    account_sid TEXT NOT NULL,
    -- What the sender names an attempt by: the same key never makes a second message.
    send_key TEXT,
    direction TEXT NOT NULL,
    from_address TEXT NOT NULL,
    to_address TEXT NOT NULL,
    -- The same two addresses by their part: whose handset, which number.
    contact TEXT NOT NULL,
    number TEXT NOT NULL,
    body TEXT NOT NULL,
    num_segments INTEGER NOT NULL,
    media TEXT NOT NULL,
    content TEXT,
    -- More parameters of the webhook of an inbound message.
    params TEXT,
    messaging_service_sid TEXT,
    status_callback TEXT,
    status_callback_method TEXT,
    status TEXT NOT NULL,
    error_code INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    sent_at INTEGER,
    -- When the status moves on; null: never.
    next_at INTEGER,
    -- Grows with every change of any message: the id of its latest event.
    change INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX messages_by_key ON messages (account_sid, send_key) WHERE send_key IS NOT NULL;
  CREATE INDEX messages_by_time ON messages (account_sid, created_at, sid);
  CREATE INDEX messages_by_recipient ON messages (account_sid, to_address, created_at, sid);
  CREATE INDEX messages_by_sender ON messages (account_sid, from_address, created_at, sid);
  CREATE INDEX messages_by_contact ON messages (account_sid, contact, seq);
  CREATE INDEX messages_by_change ON messages (account_sid, change);
  CREATE INDEX messages_by_next ON messages (next_at) WHERE next_at IS NOT NULL;

  -- Requests to be made: to the webhook of a number, or with the status of a message.
  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    message_seq INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- 1 while this process is at it.
    taken INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX deliveries_by_message ON deliveries (message_seq);
  CREATE INDEX deliveries_by_due ON deliveries (due_at) WHERE taken = 0;

  CREATE TABLE conversations (
    account_sid TEXT NOT NULL,
    contact TEXT NOT NULL,
    number TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    PRIMARY KEY (account_sid, contact, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE opt_outs (
    account_sid TEXT NOT NULL,
    number TEXT NOT NULL,
    contact TEXT NOT NULL,
    PRIMARY KEY (account_sid, number, contact)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE numbers (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    phone_number TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX numbers_by_time ON numbers (account_sid, created_at, sid);
  `,
  `
  -- An error code that the message will end with; null: none that is known.
  ALTER TABLE messages ADD COLUMN fate INTEGER;
  CREATE INDEX messages_with_content ON messages (account_sid, contact, number, seq) WHERE content IS NOT NULL;

  -- When the contact last wrote: a channel may let the account answer freely only for so long.
  ALTER TABLE conversations ADD COLUMN last_inbound_at INTEGER;

  -- Files that handsets sent: the network itself serves them.
  CREATE TABLE media_files (
    sid TEXT PRIMARY KEY,
    message_seq INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX media_files_by_message ON media_files (message_seq);

  CREATE TABLE templates (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    template TEXT NOT NULL,
    -- 1: from the settings file, and gone with its line there.
    is_from_file INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX templates_by_time ON templates (account_sid, created_at, sid);

  CREATE TABLE services (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    settings TEXT NOT NULL,
    is_from_file INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX services_by_time ON services (account_sid, created_at, sid);

  CREATE TABLE service_senders (
    sid TEXT NOT NULL,
    account_sid TEXT NOT NULL,
    service_sid TEXT NOT NULL REFERENCES services (sid) ON DELETE CASCADE,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_sid, address)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX service_senders_by_service ON service_senders (service_sid, created_at, sid);

  -- Which sender of a service a contact knows.
  CREATE TABLE sticky_senders (
    service_sid TEXT NOT NULL REFERENCES services (sid) ON DELETE CASCADE,
    contact TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (service_sid, contact)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sticky_senders_by_address ON sticky_senders (service_sid, address);
  `,
  `
  -- A request may stand for itself: what is told of calls is all in it, and outlives them.
  CREATE TABLE new_deliveries (
    id INTEGER PRIMARY KEY,
    message_seq INTEGER REFERENCES messages (seq) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- 1 while this process is at it.
    taken INTEGER NOT NULL DEFAULT 0,
    -- Account, URL, method, parameters and identity of a request that stands for itself.
    request TEXT
  ) STRICT;
  INSERT INTO new_deliveries
    SELECT id, message_seq, kind, status, error_code, created_at, due_at, attempts, taken, NULL FROM deliveries;
  DROP TABLE deliveries;
  ALTER TABLE new_deliveries RENAME TO deliveries;
  CREATE INDEX deliveries_by_message ON deliveries (message_seq);
  CREATE INDEX deliveries_by_due ON deliveries (due_at) WHERE taken = 0;

  CREATE TABLE calls (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    parent_sid TEXT,
    direction TEXT NOT NULL,
    from_address TEXT NOT NULL,
    to_address TEXT NOT NULL,
    status TEXT NOT NULL,
    answered_by TEXT,
    forwarded_from TEXT,
    phone_number_sid TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    started_at INTEGER,
    answered_at INTEGER,
    ended_at INTEGER,
    -- More parameters of its webhooks.
    params TEXT NOT NULL,
    -- Where its status is told, for which events, and how many were told so far.
    status_callback TEXT,
    told INTEGER NOT NULL,
    -- 1 until all that its end brings about is written.
    is_live INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX calls_by_time ON calls (account_sid, created_at, sid);
  CREATE INDEX calls_by_recipient ON calls (account_sid, to_address, created_at, sid);
  CREATE INDEX calls_by_caller ON calls (account_sid, from_address, created_at, sid);
  CREATE INDEX calls_by_parent ON calls (parent_sid) WHERE parent_sid IS NOT NULL;
  CREATE INDEX calls_live ON calls (is_live) WHERE is_live = 1;

  CREATE TABLE recordings (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    call_sid TEXT NOT NULL,
    conference_sid TEXT,
    source TEXT NOT NULL,
    channels INTEGER NOT NULL,
    track TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Seconds; null while it is made.
    duration REAL,
    started_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- What a handset supplied; null: a tone as long as the recording.
    content_type TEXT,
    bytes BLOB
  ) STRICT;
  CREATE INDEX recordings_by_time ON recordings (account_sid, created_at, sid);
  CREATE INDEX recordings_by_call ON recordings (call_sid, created_at, sid);

  CREATE TABLE queues (
    sid TEXT PRIMARY KEY,
    account_sid TEXT NOT NULL,
    friendly_name TEXT NOT NULL,
    max_size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_sid, friendly_name)
  ) STRICT;
  CREATE INDEX queues_by_time ON queues (account_sid, created_at, sid);
  `,
  `
  CREATE INDEX calls_by_status ON calls (account_sid, status, created_at, sid);
  `,
];
