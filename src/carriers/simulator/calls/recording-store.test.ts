import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkRecording } from '../../network-calls.ts';
import { type Database, openDatabase } from '../database.ts';
import { accountSid, openFolder } from '../simulator-fixture.ts';
import { recordingStore } from './recording-store.ts';

const made: NetworkRecording = {
  sid: `RE${'1'.repeat(32)}`,
  accountSid,
  callSid: `CA${'1'.repeat(32)}`,
  conferenceSid: null,
  source: 'RecordVerb',
  channels: 1,
  track: 'both',
  status: 'completed',
  durationSeconds: 3,
  startedAtMs: 1,
  createdAtMs: 1,
  updatedAtMs: 1,
};

test('sound is read only when it is asked for', async (t) => {
  const database = openDatabase(await openFolder(t));
  t.after(() => database.close());
  const read: unknown[] = [];
  const watched: Database = {
    submit: (job) => database.submit(job),
    close: () => database.close(),
    prepare: <Row>(sql: string) => {
      const statement = database.prepare<Row>(sql);
      return {
        run: (...values) => statement.run(...values),
        insert: (...values) => statement.insert(...values),
        get: (...values) => {
          const row = statement.get(...values);
          read.push(row);
          return row;
        },
        all: (...values) => {
          const rows = statement.all(...values);
          read.push(...rows);
          return rows;
        },
      };
    },
  };
  const store = recordingStore(watched);
  const bytes = new Uint8Array(100).fill(7);
  await database.submit(() => {
    store.add(made);
    store.update(made, { contentType: 'audio/wav', bytes });
  });
  assert.deepEqual(store.list(accountSid, {}, { limit: 9 }).rows, [made]);
  assert.deepEqual(store.find(accountSid, made.sid), made);
  assert.deepEqual(
    read.flatMap((row) => Object.values(row ?? {})).filter((value) => value instanceof Uint8Array),
    [],
  );
  assert.deepEqual([...(store.sound(accountSid, made.sid)?.chunks ?? [])], [bytes]);
});
