/** The messaging services of accounts, their senders, and which of them each contact knows. */
import {
  type NetworkService,
  type ServiceSender,
  type ServiceSettings,
  usualServiceSettings,
} from '../messaging-service.ts';
import type { Granted, NetworkPage, NetworkPageRequest, NetworkProvision } from '../network.ts';
import { normalizeAddress } from './addresses.ts';
import type { Database } from './database.ts';
import { queryPage } from './page.ts';
import { refused } from './refusals.ts';

export type ServiceStore = ReturnType<typeof serviceStore>;

export function serviceStore(database: Database) {
  const insert = database.prepare('INSERT INTO services VALUES (?, ?, ?, ?, ?, ?)');
  const change = database.prepare(
    'UPDATE services SET settings = ?, is_from_file = max(is_from_file, ?), updated_at = ? WHERE sid = ?',
  );
  const remove = database.prepare('DELETE FROM services WHERE account_sid = ? AND sid = ?');
  const bySid = database.prepare<ServiceRow>('SELECT * FROM services WHERE sid = ?');
  const fromFile = database.prepare<ServiceRow>('SELECT * FROM services WHERE account_sid = ? AND is_from_file = 1');
  const insertSender = database.prepare('INSERT INTO service_senders VALUES (?, ?, ?, ?, ?, ?)');
  const removeSender = database.prepare('DELETE FROM service_senders WHERE account_sid = ? AND address = ?');
  const senderByAddress = database.prepare<SenderRow>(
    'SELECT * FROM service_senders WHERE account_sid = ? AND address = ?',
  );
  const sendersOf = database.prepare<SenderRow>(
    'SELECT * FROM service_senders WHERE service_sid = ? ORDER BY created_at, sid',
  );
  const stick = database.prepare(`
    INSERT INTO sticky_senders VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET address = excluded.address`);
  const stuck = database.prepare<{ address: string }>(
    'SELECT address FROM sticky_senders WHERE service_sid = ? AND contact = ?',
  );
  const loosen = database.prepare('DELETE FROM sticky_senders WHERE service_sid = ? AND address = ?');

  const find = (accountSid: string, sid: string): NetworkService | undefined => {
    const row = bySid.get(sid);
    return row?.account_sid === accountSid ? record(row) : undefined;
  };
  const findSender = (accountSid: string, address: string): ServiceSender | undefined => {
    const row = senderByAddress.get(accountSid, address);
    return row && senderOf(row);
  };
  /** Those who know the sender choose anew. */
  const dropSender = (sender: ServiceSender): void => {
    removeSender.run(sender.accountSid, sender.address);
    loosen.run(sender.serviceSid, sender.address);
  };

  return {
    find,
    findSender,

    /** The service that the own address `address` stands behind. */
    findByAddress(accountSid: string, address: string): NetworkService | undefined {
      const sender = findSender(accountSid, address);
      return sender && find(accountSid, sender.serviceSid);
    },

    create(
      { sid, accountSid, nowMs }: { readonly sid: string; readonly accountSid: string; readonly nowMs: number },
      settings: Partial<ServiceSettings>,
    ): NetworkService {
      const given = { ...usualServiceSettings, ...settings };
      insert.run(sid, accountSid, JSON.stringify(given), 0, nowMs, nowMs);
      return { sid, accountSid, settings: given, createdAtMs: nowMs, updatedAtMs: nowMs };
    },

    update(
      accountSid: string,
      sid: string,
      changes: Partial<ServiceSettings>,
      nowMs: number,
    ): NetworkService | undefined {
      const service = find(accountSid, sid);
      if (!service) return undefined;
      change.run(JSON.stringify({ ...service.settings, ...changes }), 0, nowMs, sid);
      return find(accountSid, sid);
    },

    remove: (accountSid: string, sid: string) => remove.run(accountSid, sid) > 0,

    list(accountSid: string, page: NetworkPageRequest): NetworkPage<NetworkService> {
      const found = queryPage<ServiceRow>(database, 'services', page, [['account_sid = ?', accountSid]]);
      return { ...found, rows: found.rows.map(record) };
    },

    /** All senders of a service, the oldest first. */
    senders: (serviceSid: string) => sendersOf.all(serviceSid).map(senderOf),

    addSender(
      sender: {
        readonly sid: string;
        readonly accountSid: string;
        readonly serviceSid: string;
        readonly address: string;
      },
      nowMs: number,
    ): Granted<ServiceSender> {
      const { sid, accountSid, serviceSid, address } = sender;
      const other = findSender(accountSid, address);
      if (other) return refused(other.serviceSid === serviceSid ? 21710 : 21712);
      insertSender.run(sid, accountSid, serviceSid, address, nowMs, nowMs);
      return { ok: true, value: { ...sender, createdAtMs: nowMs, updatedAtMs: nowMs } };
    },

    listSenders(serviceSid: string, kind: 'numbers' | 'names', page: NetworkPageRequest): NetworkPage<ServiceSender> {
      const found = queryPage<SenderRow>(database, 'service_senders', page, [
        ['service_sid = ?', serviceSid],
        ['substr(sid, 1, 2) = ?', kind === 'numbers' ? 'PN' : 'AI'],
      ]);
      return { ...found, rows: found.rows.map(senderOf) };
    },

    dropSender,

    /** The sender that the contact knows. */
    stuckTo: (serviceSid: string, contact: string) => stuck.get(serviceSid, contact)?.address,
    stick: (serviceSid: string, contact: string, address: string) => stick.run(serviceSid, contact, address),

    /**
     * Makes the services of the settings file the ones that the account has from there. `senderSid` names a sender that is
     * new.
     */
    provide(
      accountSid: string,
      services: NetworkProvision['services'],
      senderSid: (address: string) => string,
      nowMs: number,
    ): void {
      for (const { sid } of fromFile.all(accountSid)) {
        if (!services.some((each) => each.sid === sid)) remove.run(accountSid, sid);
      }
      for (const { sid, settings, senders } of services) {
        const text = JSON.stringify({ ...usualServiceSettings, ...settings });
        if (bySid.get(sid)) change.run(text, 1, nowMs, sid);
        else insert.run(sid, accountSid, text, 1, nowMs, nowMs);
        const addresses = senders.map(normalizeAddress);
        for (const sender of sendersOf.all(sid).map(senderOf)) {
          if (!addresses.includes(sender.address)) dropSender(sender);
        }
        for (const address of addresses) {
          const known = findSender(accountSid, address);
          if (known?.serviceSid === sid) continue;
          // The file has the last word on where a number belongs.
          if (known) dropSender(known);
          insertSender.run(senderSid(address), accountSid, sid, address, nowMs, nowMs);
        }
      }
    },
  };
}

interface ServiceRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly settings: string;
  readonly is_from_file: number;
  readonly created_at: number;
  readonly updated_at: number;
}

interface SenderRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly service_sid: string;
  readonly address: string;
  readonly created_at: number;
  readonly updated_at: number;
}

function record(row: ServiceRow): NetworkService {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    settings: { ...usualServiceSettings, ...(JSON.parse(row.settings) as Partial<ServiceSettings>) },
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

function senderOf(row: SenderRow): ServiceSender {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    serviceSid: row.service_sid,
    address: row.address,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}
