import type { Storage } from '../storage.ts';
import { accountStore } from './accounts.ts';
import { changeStore } from './changes.ts';
import { type Connection, type Database, openReader, openWriter } from './connection.ts';
import { reportStore } from './early-reports.ts';
import { effectStore } from './effects.ts';
import { executionStore } from './executions.ts';
import { flowStore } from './flows.ts';
import { takeFolder } from './folder.ts';
import { createGroupCommit } from './group-commit.ts';
import { healthStore } from './health.ts';
import { migrate } from './migrate.ts';
import { outboundStore } from './outbound.ts';
import { purgeStore } from './purge.ts';
import { runEventStore } from './run-events.ts';
import { runStore } from './runs.ts';
import { sessionStore } from './sessions.ts';
import { stepStore } from './steps.ts';
import { streamStore } from './stream-events.ts';
import { trafficStore } from './traffic.ts';
import { workingCopyStore } from './working-copies.ts';

/**
 * Opens the store in `folder`, which is made if need be: `atelier.sqlite` and the files SQLite keeps beside it.
 * One process at a time; throws when the folder is in use or its database is from a newer version.
 */
export async function openSqlite(options: { readonly folder: string }): Promise<Storage> {
  const { databasePath, unlock } = takeFolder(options.folder);
  const connections: Connection[] = [];
  const closeAll = () => {
    for (const connection of connections.toReversed()) connection.close();
    unlock();
  };
  try {
    const writer = openWriter(databasePath);
    connections.push(writer);
    migrate(writer);
    const reader = openReader(databasePath);
    connections.push(reader);
    return compose(reader, writer, closeAll);
  } catch (error) {
    closeAll();
    throw error;
  }
}

/** The store over two open connections; `closeAll` ends both. */
export function compose(reader: Connection, writer: Connection, closeAll: () => void): Storage {
  const { submit, drain, commitTimes } = createGroupCommit(writer);
  const database: Database = { reader, writer, submit };
  const probe = writer.prepare('UPDATE probe SET count = count + 1 WHERE id = 1');
  const readProbe = reader.prepare<{ count: number }>('SELECT count FROM probe WHERE id = 1');
  return {
    ...accountStore(database),
    ...flowStore(database),
    ...changeStore(database),
    ...executionStore(database),
    ...stepStore(database),
    ...effectStore(database),
    ...outboundStore(database),
    ...reportStore(database),
    ...purgeStore(database),
    ...streamStore(database),
    ...sessionStore(database),
    ...workingCopyStore(database),
    ...runStore(database),
    ...runEventStore(database),
    ...trafficStore(database),
    ...healthStore(database, commitTimes),

    async isReady() {
      try {
        await submit(() => probe.run());
        return readProbe.get() !== undefined;
      } catch {
        return false;
      }
    },

    async close() {
      await drain();
      if (writer.isOpen) writer.run('PRAGMA wal_checkpoint(TRUNCATE)');
      closeAll();
    },
  };
}
