import { initial } from './0001-initial.ts';
import { streamEvents } from './0002-stream-events.ts';
import { outbox } from './0003-outbox.ts';
import { messagesOfNoRun } from './0004-messages-of-no-run.ts';
import { calls } from './0005-calls.ts';
import { consoleTables } from './0006-console.ts';
import { delivery } from './0007-delivery.ts';
import { runEvents } from './0008-run-events.ts';

/** The schema's history, oldest first: the first has number 1. Never edit one that has been released. */
export const migrations: readonly string[] = [
  initial,
  streamEvents,
  outbox,
  messagesOfNoRun,
  calls,
  consoleTables,
  delivery,
  runEvents,
];
