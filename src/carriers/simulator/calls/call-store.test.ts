import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallFilter } from '../../network-calls.ts';
import { type Database, openDatabase } from '../database.ts';
import { accountSid, openFolder } from '../simulator-fixture.ts';
import { callStore, type StoredCall } from './call-store.ts';

const hourMs = 60 * 60 * 1_000;

/** One an hour, each of ten minutes; every seventh was busy. */
function call(place: number): StoredCall {
  const createdAtMs = (place + 1) * hourMs;
  return {
    sid: `CA${String(place).padStart(32, '0')}`,
    accountSid,
    parentSid: place % 2 === 0 ? null : 'CA1',
    direction: 'inbound',
    from: `+1555${1_000_000 + place}`,
    to: '+15550002222',
    status: place % 7 === 0 ? 'busy' : 'completed',
    answeredBy: null,
    forwardedFrom: null,
    phoneNumberSid: null,
    createdAtMs,
    updatedAtMs: createdAtMs,
    startedAtMs: createdAtMs + 100,
    answeredAtMs: null,
    endedAtMs: createdAtMs + hourMs / 6,
    params: {},
    statusCallback: null,
    told: 0,
  };
}

const calls = Array.from({ length: 200 }, (_, place) => call(place));

/** Filters, which calls have them, and which columns of which index are searched. */
const filters: readonly {
  readonly filter: CallFilter;
  readonly has: (call: StoredCall) => boolean;
  readonly plan: RegExp;
}[] = [
  { filter: {}, has: () => true, plan: /calls_by_time \(account_sid=\?\)/ },
  {
    filter: { status: 'busy' },
    has: ({ status }) => status === 'busy',
    plan: /calls_by_status \(account_sid=\? AND status=\?\)/,
  },
  {
    filter: { startedFromMs: 150 * hourMs },
    has: ({ startedAtMs }) => Number(startedAtMs) >= 150 * hourMs,
    plan: /calls_by_time \(account_sid=\? AND created_at>\?\)/,
  },
  {
    filter: { startedFromMs: 20 * hourMs, startedToMs: 30 * hourMs },
    has: ({ startedAtMs }) => Number(startedAtMs) >= 20 * hourMs && Number(startedAtMs) < 30 * hourMs,
    plan: /calls_by_time \(account_sid=\? AND created_at>\? AND created_at<\?\)/,
  },
  {
    filter: { endedFromMs: 20 * hourMs, endedToMs: 20 * hourMs + hourMs / 2 },
    has: ({ createdAtMs }) => createdAtMs === 20 * hourMs,
    plan: /calls_by_time \(account_sid=\? AND created_at>\? AND created_at<\?\)/,
  },
  {
    filter: { endedToMs: 10 * hourMs, status: 'busy' },
    has: ({ status, endedAtMs }) => status === 'busy' && Number(endedAtMs) < 10 * hourMs,
    plan: /calls_by_status \(account_sid=\? AND status=\? AND created_at<\?\)/,
  },
  { filter: { to: '+15550002222' }, has: () => true, plan: /calls_by_recipient/ },
  { filter: { from: '+15551000003' }, has: ({ from }) => from === '+15551000003', plan: /calls_by_caller/ },
];
for (const { filter, has, plan } of filters) {
  test(`calls with ${JSON.stringify(filter)} are found by an index, in their order`, async (t) => {
    const database = openDatabase(await openFolder(t));
    t.after(() => database.close());
    await database.submit(() => {
      const { add } = callStore(database);
      for (const each of calls) add(each);
    });
    const { watched, plans } = planning(database);
    const { rows } = callStore(watched).list(accountSid, filter, { limit: 500 });
    assert.deepEqual(
      rows.map(({ sid }) => sid),
      calls
        .filter(has)
        .reverse()
        .map(({ sid }) => sid),
    );
    assert.equal(plans.length, 1, plans.join());
    assert.match(plans[0] ?? '', plan);
  });
}

/** The database, with the plans of what is read from it. */
function planning(database: Database): { readonly watched: Database; readonly plans: readonly string[] } {
  const plans: string[] = [];
  const watched: Database = {
    submit: (job) => database.submit(job),
    close: () => database.close(),
    prepare: <Row>(sql: string) => {
      const statement = database.prepare<Row>(sql);
      return {
        get: (...values) => statement.get(...values),
        run: (...values) => statement.run(...values),
        insert: (...values) => statement.insert(...values),
        all: (...values) => {
          const steps = database.prepare<{ readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
          plans.push(...steps.map(({ detail }) => detail));
          return statement.all(...values);
        },
      };
    },
  };
  return { watched, plans };
}
