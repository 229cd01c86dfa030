/** The numbers that accounts own. */
import {
  type Granted,
  type NetworkNumber,
  type NetworkPage,
  type NetworkPageRequest,
  type NumberChanges,
  type NumberFilter,
  numberSettings,
} from '../network.ts';
import { bareAddress, normalizeAddress } from './addresses.ts';
import type { Database } from './database.ts';
import { queryPage } from './page.ts';
import { refused } from './refusals.ts';

/** What a fresh number answers with. Source: the API's own defaults (carrier page §C5). */
const defaults: Partial<NetworkNumber['settings']> = {
  smsMethod: 'POST',
  smsFallbackMethod: 'POST',
  voiceMethod: 'POST',
  voiceFallbackMethod: 'POST',
  voiceReceiveMode: 'voice',
  voiceCallerIdLookup: 'false',
  statusCallbackMethod: 'POST',
  emergencyStatus: 'Inactive',
};

export type NumberStore = ReturnType<typeof numberStore>;

export function numberStore(database: Database) {
  const insert = database.prepare('INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?)');
  const change = database.prepare('UPDATE numbers SET settings = ?, updated_at = ? WHERE sid = ?');
  const remove = database.prepare('DELETE FROM numbers WHERE account_sid = ? AND sid = ?');
  const bySid = database.prepare<NumberRow>('SELECT * FROM numbers WHERE account_sid = ? AND sid = ?');
  const byNumber = database.prepare<NumberRow>('SELECT * FROM numbers WHERE phone_number = ?');
  const oldest = database.prepare<NumberRow>(
    'SELECT * FROM numbers WHERE account_sid = ? ORDER BY created_at, sid LIMIT 1',
  );
  const lastOfArea = database.prepare<{ last: string | null }>(
    'SELECT max(phone_number) AS last FROM numbers WHERE phone_number BETWEEN ? AND ?',
  );

  const find = (accountSid: string, sid: string) => recordOrNone(bySid.get(accountSid, sid));
  /** An address of a channel, or the number that stands for itself on every channel. */
  const findByNumber = (address: string) => recordOrNone(byNumber.get(address) ?? byNumber.get(bareAddress(address)));

  return {
    find,
    /** Of any account: a number rings in one place only. */
    findByNumber,
    oldestOf: (accountSid: string) => recordOrNone(oldest.get(accountSid)),

    create(
      number: { readonly sid: string; readonly accountSid: string; readonly nowMs: number },
      wish: { readonly phoneNumber?: string | undefined; readonly areaCode?: string | undefined },
      changes: NumberChanges,
    ): Granted<NetworkNumber> {
      const phoneNumber =
        wish.phoneNumber === undefined ? freeNumber(wish.areaCode ?? '') : normalizeAddress(wish.phoneNumber);
      if (phoneNumber === undefined) return refused(21452);
      // Short codes are numbers too; so are the senders of channels that have no telephone number (ext).
      if (!/^(?:\+[1-9]\d{6,14}|\d{3,8}|(?:rcs|messenger):\S{1,120})$/.test(phoneNumber)) return refused(21421);
      if (byNumber.get(phoneNumber)) return refused(21422);
      const { sid, accountSid, nowMs } = number;
      const given = Object.fromEntries(numberSettings.map((name) => [name, changes[name] ?? defaults[name] ?? '']));
      const settings = { ...given, friendlyName: given.friendlyName || phoneNumber };
      insert.run(sid, accountSid, phoneNumber, JSON.stringify(settings), nowMs, nowMs);
      const made = find(accountSid, sid);
      if (!made) throw new Error(`the number ${sid} is gone right after it was made`);
      return { ok: true, value: made };
    },

    update(accountSid: string, sid: string, changes: NumberChanges, nowMs: number): NetworkNumber | undefined {
      const number = find(accountSid, sid);
      if (!number) return undefined;
      change.run(JSON.stringify({ ...number.settings, ...changes }), nowMs, sid);
      return find(accountSid, sid);
    },

    remove: (accountSid: string, sid: string) => remove.run(accountSid, sid) > 0,

    list(accountSid: string, filter: NumberFilter, page: NetworkPageRequest): NetworkPage<NetworkNumber> {
      const found = queryPage<NumberRow>(database, 'numbers', page, [
        ['account_sid = ?', accountSid],
        // A part of a number finds it, with * for any digits (known).
        ['phone_number GLOB ?', filter.phoneNumber === undefined ? undefined : globOf(filter.phoneNumber)],
        ["settings ->> '$.friendlyName' = ?", filter.friendlyName],
      ]);
      return { ...found, rows: found.rows.map(record) };
    },
  };

  /** The next free number of the fictional exchange 555 in a North American area. */
  function freeNumber(areaCode: string): string | undefined {
    if (!/^[2-9]\d\d$/.test(areaCode)) return undefined;
    const first = `+1${areaCode}5550000`;
    const { last = null } = lastOfArea.get(first, `+1${areaCode}5559999`) ?? {};
    const next = last === null ? first : `+${Number(last.slice(1)) + 1}`;
    return next.startsWith(`+1${areaCode}555`) ? next : undefined;
  }
}

interface NumberRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly phone_number: string;
  readonly settings: string;
  readonly created_at: number;
  readonly updated_at: number;
}

function recordOrNone(row: NumberRow | undefined): NetworkNumber | undefined {
  return row && record(row);
}

function record(row: NumberRow): NetworkNumber {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    phoneNumber: row.phone_number,
    settings: JSON.parse(row.settings) as NetworkNumber['settings'],
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

function globOf(wish: string): string {
  const pattern = wish.replaceAll(/[^\d*+]/g, '');
  return `*${pattern}*`;
}
