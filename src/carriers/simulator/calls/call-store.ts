/** The calls of the network, as the carrier API shows them: rows that outlive the legs. */

import type { NetworkPage, NetworkPageRequest } from '../../network.ts';
import type { CallFilter, CallStatus, NetworkCall } from '../../network-calls.ts';
import type { Database } from '../database.ts';
import { queryPage } from '../page.ts';

/** Where the events of a call are told. */
export interface StatusCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly string[];
}

/** A call with what only the network itself needs. */
export interface StoredCall extends NetworkCall {
  readonly params: { readonly [name: string]: string };
  readonly statusCallback: StatusCallback | null;
  /** Callbacks so far: the number of the next one. */
  readonly told: number;
}

/** From its making to its end: the longest time limit that the API takes is a day, and somebody may let it ring for another. */
export const longestCallMs = 48 * 60 * 60 * 1_000;

export type CallStore = ReturnType<typeof callStore>;

export function callStore(database: Database) {
  const insert = database.prepare(`
    INSERT INTO calls (sid, account_sid, parent_sid, direction, from_address, to_address, status, answered_by,
      forwarded_from, phone_number_sid, created_at, updated_at, started_at, answered_at, ended_at, params,
      status_callback, told, is_live)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`);
  const update = database.prepare(`
    UPDATE calls SET status = ?, answered_by = ?, updated_at = ?, started_at = ?, answered_at = ?, ended_at = ?,
      status_callback = ?, told = ?, is_live = ? WHERE sid = ?`);
  const remove = database.prepare('DELETE FROM calls WHERE account_sid = ? AND sid = ? AND is_live = 0');
  const bySid = database.prepare<CallRow>('SELECT * FROM calls WHERE account_sid = ? AND sid = ?');
  const live = database.prepare<CallRow>('SELECT * FROM calls WHERE is_live = 1 ORDER BY created_at, sid');

  return {
    add(call: StoredCall): void {
      insert.run(
        call.sid,
        call.accountSid,
        call.parentSid,
        call.direction,
        call.from,
        call.to,
        call.status,
        call.answeredBy,
        call.forwardedFrom,
        call.phoneNumberSid,
        call.createdAtMs,
        call.updatedAtMs,
        call.startedAtMs,
        call.answeredAtMs,
        call.endedAtMs,
        JSON.stringify(call.params),
        call.statusCallback && JSON.stringify(call.statusCallback),
        call.told,
      );
    },
    /** `isLive` until all that the end of the call brings about is written. */
    update(call: StoredCall, isLive: boolean): void {
      update.run(
        call.status,
        call.answeredBy,
        call.updatedAtMs,
        call.startedAtMs,
        call.answeredAtMs,
        call.endedAtMs,
        call.statusCallback && JSON.stringify(call.statusCallback),
        call.told,
        isLive ? 1 : 0,
        call.sid,
      );
    },
    remove: (accountSid: string, sid: string) => remove.run(accountSid, sid) > 0,
    find: (accountSid: string, sid: string): StoredCall | undefined => {
      const row = bySid.get(accountSid, sid);
      return row && stored(row);
    },
    /** Calls that a process that is gone was at. */
    listLive: () => live.all().map(stored),
    list(accountSid: string, filter: CallFilter, page: NetworkPageRequest): NetworkPage<StoredCall> {
      const { rows, hasMore } = queryPage<CallRow>(database, 'calls', page, [
        ['account_sid = ?', accountSid],
        ['to_address = ?', filter.to],
        ['from_address = ?', filter.from],
        ['parent_sid = ?', filter.parentSid],
        ['status = ?', filter.status],
        ['started_at >= ?', filter.startedFromMs],
        ['started_at < ?', filter.startedToMs],
        ['ended_at >= ?', filter.endedFromMs],
        ['ended_at < ?', filter.endedToMs],
        // Calls are made before they begin and end, and not long before: what is passed over on the way stays little.
        ['created_at >= ?', earliest(filter.startedFromMs, filter.endedFromMs)],
        ['created_at < ?', latest(filter.startedToMs, filter.endedToMs)],
      ]);
      return { rows: rows.map(stored), hasMore };
    },
  };
}

function earliest(...fromMs: readonly (number | undefined)[]): number | undefined {
  const given = fromMs.filter((ms) => ms !== undefined);
  return given.length === 0 ? undefined : Math.max(...given) - longestCallMs;
}

function latest(...toMs: readonly (number | undefined)[]): number | undefined {
  const given = toMs.filter((ms) => ms !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

interface CallRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly parent_sid: string | null;
  readonly direction: NetworkCall['direction'];
  readonly from_address: string;
  readonly to_address: string;
  readonly status: CallStatus;
  readonly answered_by: string | null;
  readonly forwarded_from: string | null;
  readonly phone_number_sid: string | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly started_at: number | null;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly params: string;
  readonly status_callback: string | null;
  readonly told: number;
}

function stored(row: CallRow): StoredCall {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    parentSid: row.parent_sid,
    direction: row.direction,
    from: row.from_address,
    to: row.to_address,
    status: row.status,
    answeredBy: row.answered_by,
    forwardedFrom: row.forwarded_from,
    phoneNumberSid: row.phone_number_sid,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    startedAtMs: row.started_at,
    answeredAtMs: row.answered_at,
    endedAtMs: row.ended_at,
    params: JSON.parse(row.params) as StoredCall['params'],
    statusCallback: row.status_callback === null ? null : (JSON.parse(row.status_callback) as StatusCallback),
    told: row.told,
  };
}
