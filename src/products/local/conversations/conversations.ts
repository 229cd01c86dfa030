/** Conversations, who takes part in them, and the flows that follow them. */

import type { JsonObject } from '../../../engine/json.ts';
import { type ConversationState, presentConversation, presentParticipant } from '../../conversation-shape.ts';
import type { ConversationDraft, Made, NumberedPage, ParticipantDraft } from '../../conversation-store.ts';
import type { ProductDatabase } from '../database.ts';
import { durationMs } from './duration.ts';

export interface ConversationRow {
  readonly number: number;
  readonly sid: string;
  readonly account_sid: string;
  readonly service_sid: string;
  readonly messaging_service_sid: string | null;
  readonly friendly_name: string | null;
  readonly unique_name: string | null;
  readonly attributes: string;
  readonly state: ConversationState;
  readonly inactive_after_ms: number | null;
  readonly closed_after_ms: number | null;
  readonly inactive_at_ms: number | null;
  readonly closed_at_ms: number | null;
  readonly next_index: number;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

export interface ParticipantRow {
  readonly number: number;
  readonly sid: string;
  readonly account_sid: string;
  readonly conversation_sid: string;
  readonly identity: string | null;
  readonly address: string | null;
  readonly proxy_address: string | null;
  readonly created_at_ms: number;
}

export interface WebhookRow {
  readonly sid: string;
  readonly url: string;
  readonly flow_sid: string;
  /** JSON list. */
  readonly filters: string;
}

export interface ConversationTimes {
  readonly clock: { now(): number };
  readonly ids: { sid(prefix: string): string };
  baseUrl(): string;
}

export type Refusal = Extract<Made, { ok: false }>;

/** Source: Conversations API, conversation resource: `Timers.Inactive`, `Timers.Closed`. */
const leastInactiveMs = 60_000;
const leastClosedMs = 600_000;

/** Reads and writes; every call sees what the timers have done by now. */
export class ConversationTable {
  readonly #database: ProductDatabase;
  readonly #times: ConversationTimes;

  constructor(database: ProductDatabase, times: ConversationTimes) {
    this.#database = database;
    this.#times = times;
  }

  /** Nothing happens when a timer runs out but that it shows: looking is early enough. */
  letExpire(): void {
    const nowMs = this.#times.clock.now();
    this.#database
      .prepare(
        `UPDATE conversations SET state = 'inactive', updated_at_ms = inactive_at_ms
         WHERE state = 'active' AND inactive_at_ms <= ?`,
      )
      .run(nowMs);
    this.#database
      .prepare(
        `UPDATE conversations SET state = 'closed', updated_at_ms = closed_at_ms
         WHERE state <> 'closed' AND closed_at_ms <= ?`,
      )
      .run(nowMs);
  }

  find(accountSid: string, sid: string): ConversationRow | undefined {
    this.letExpire();
    return this.#database
      .prepare<ConversationRow>('SELECT * FROM conversations WHERE account_sid = ? AND sid = ?')
      .get(accountSid, sid);
  }

  list(
    accountSid: string,
    { limit, after, before, state }: NumberedPage & { readonly state?: ConversationState },
  ): { readonly rows: readonly ConversationRow[]; readonly hasMore: boolean } {
    this.letExpire();
    const place = after ?? before;
    const sql = `SELECT * FROM conversations WHERE account_sid = ?
      ${state === undefined ? '' : 'AND state = ?'}
      ${place === undefined ? '' : `AND number ${before === undefined ? '<' : '>'} ?`}
      ORDER BY number ${before === undefined ? 'DESC' : ''} LIMIT ?`;
    const values = [accountSid, ...(state === undefined ? [] : [state]), ...(place === undefined ? [] : [place])];
    const rows = this.#database.prepare<ConversationRow>(sql).all(...values, limit + 1);
    const shown = rows.slice(0, limit);
    return { rows: before === undefined ? shown : shown.toReversed(), hasMore: rows.length > limit };
  }

  /** Why such a conversation cannot be made. */
  faultOf(accountSid: string, draft: ConversationDraft): Refusal | undefined {
    this.letExpire();
    const { serviceSid, uniqueName, inactiveAfter, closedAfter } = draft;
    if (uniqueName !== undefined && this.#named(accountSid, serviceSid, uniqueName)) {
      return { ok: false, status: 409, code: 50353, message: 'Conversation with provided unique name already exists' };
    }
    return (
      timerFault('Timers.Inactive', inactiveAfter, leastInactiveMs) ??
      timerFault('Timers.Closed', closedAfter, leastClosedMs) ??
      draft.participants.map((participant) => this.participantFault(accountSid, undefined, participant)).find(Boolean)
    );
  }

  /** Writes a conversation that nothing speaks against. */
  add(accountSid: string, draft: ConversationDraft): ConversationRow {
    const nowMs = this.#times.clock.now();
    const sid = this.#times.ids.sid('CH');
    const inactiveAfterMs = millisecondsOf(draft.inactiveAfter);
    const closedAfterMs = millisecondsOf(draft.closedAfter);
    this.#database
      .prepare(
        `INSERT INTO conversations (sid, account_sid, service_sid, messaging_service_sid, friendly_name, unique_name,
           attributes, state, inactive_after_ms, closed_after_ms, inactive_at_ms, closed_at_ms, created_at_ms,
           updated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[sid, accountSid, draft.serviceSid, draft.messagingServiceSid ?? null],
        ...[draft.friendlyName ?? null, draft.uniqueName ?? null, draft.attributes ?? '{}'],
        ...[inactiveAfterMs, closedAfterMs, later(nowMs, inactiveAfterMs), later(nowMs, closedAfterMs), nowMs, nowMs],
      );
    for (const participant of draft.participants) this.addParticipant(accountSid, sid, participant);
    if (draft.webhook) this.addWebhook(sid, draft.webhook.url, draft.webhook.filters);
    return this.#there(accountSid, sid);
  }

  /** A new message: the timers begin again. Gives the place of the message. */
  touch({ sid, next_index: place, inactive_after_ms: inactiveAfter, closed_after_ms: closedAfter }: ConversationRow) {
    const nowMs = this.#times.clock.now();
    this.#database
      .prepare(
        `UPDATE conversations SET state = 'active', next_index = ?, inactive_at_ms = ?, closed_at_ms = ?,
           updated_at_ms = ? WHERE sid = ?`,
      )
      .run(place + 1, later(nowMs, inactiveAfter), later(nowMs, closedAfter), nowMs, sid);
    return place;
  }

  close(accountSid: string, sid: string): ConversationRow {
    this.#database
      .prepare(`UPDATE conversations SET state = 'closed', updated_at_ms = ? WHERE sid = ? AND state <> 'closed'`)
      .run(this.#times.clock.now(), sid);
    return this.#there(accountSid, sid);
  }

  participants(conversationSid: string): readonly ParticipantRow[] {
    return this.#database
      .prepare<ParticipantRow>('SELECT * FROM participants WHERE conversation_sid = ? ORDER BY number')
      .all(conversationSid);
  }

  participant(sid: string): ParticipantRow | undefined {
    return this.#database.prepare<ParticipantRow>('SELECT * FROM participants WHERE sid = ?').get(sid);
  }

  /** Why nobody like this can take part; `conversationSid`: in this conversation. */
  participantFault(
    accountSid: string,
    conversationSid: string | undefined,
    { identity, address, proxyAddress }: ParticipantDraft,
  ): Refusal | undefined {
    if (identity !== undefined) {
      const isIn =
        conversationSid !== undefined && this.participants(conversationSid).some((one) => one.identity === identity);
      return isIn ? { ok: false, status: 409, code: 50433, message: 'Participant already exists' } : undefined;
    }
    if (address === undefined || proxyAddress === undefined) {
      const message = 'A participant needs an Identity, or MessagingBinding.Address and MessagingBinding.ProxyAddress';
      return { ok: false, status: 400, code: 50407, message };
    }
    const bound = this.findBinding(accountSid, address, [proxyAddress]);
    if (bound === undefined) return undefined;
    const message = `A binding for this participant and proxy address already exists in Conversation ${bound.conversation_sid}`;
    return { ok: false, status: 409, code: 50416, message };
  }

  addParticipant(accountSid: string, conversationSid: string, draft: ParticipantDraft): ParticipantRow {
    const sid = this.#times.ids.sid('MB');
    const { identity = null, address = null, proxyAddress = null } = draft;
    this.#database
      .prepare(
        `INSERT INTO participants (sid, account_sid, conversation_sid, identity, address, proxy_address, created_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(sid, accountSid, conversationSid, identity, address, proxyAddress, this.#times.clock.now());
    const row = this.participant(sid);
    if (!row) throw new Error(`the participant ${sid} was written and is not there`);
    return row;
  }

  /** Who writes from `address` to one of `proxies`, in a conversation that is not closed. */
  findBinding(accountSid: string, address: string, proxies: readonly string[]): ParticipantRow | undefined {
    const find = this.#database.prepare<ParticipantRow>(
      `SELECT p.* FROM participants p JOIN conversations c ON c.sid = p.conversation_sid
       WHERE p.account_sid = ? AND p.address = ? AND p.proxy_address = ? AND c.state <> 'closed'
       ORDER BY p.number DESC LIMIT 1`,
    );
    for (const proxy of proxies) {
      const row = find.get(accountSid, address, proxy);
      if (row) return row;
    }
    return undefined;
  }

  webhooks(conversationSid: string): readonly WebhookRow[] {
    return this.#database
      .prepare<WebhookRow>('SELECT * FROM conversation_webhooks WHERE conversation_sid = ? ORDER BY number')
      .all(conversationSid);
  }

  /** One for each flow: a run that takes the conversation up again renews it. Gives its SID. */
  addWebhook(conversationSid: string, url: string, filters: readonly string[]): string {
    const sid = this.#times.ids.sid('WH');
    this.#database
      .prepare(
        `INSERT INTO conversation_webhooks (sid, conversation_sid, url, flow_sid, filters) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (conversation_sid, flow_sid) DO UPDATE SET sid = excluded.sid, url = excluded.url,
           filters = excluded.filters`,
      )
      .run(sid, conversationSid, url, flowOf(url) ?? '', JSON.stringify(filters));
    return sid;
  }

  removeWebhook(conversationSid: string, sid: string): void {
    this.#database
      .prepare('DELETE FROM conversation_webhooks WHERE conversation_sid = ? AND sid = ?')
      .run(conversationSid, sid);
  }

  present(row: ConversationRow): JsonObject {
    return presentConversation({
      sid: row.sid,
      accountSid: row.account_sid,
      serviceSid: row.service_sid,
      messagingServiceSid: row.messaging_service_sid,
      friendlyName: row.friendly_name,
      uniqueName: row.unique_name,
      attributes: row.attributes,
      state: row.state,
      inactiveAtMs: row.inactive_at_ms,
      closedAtMs: row.closed_at_ms,
      createdAtMs: row.created_at_ms,
      updatedAtMs: row.updated_at_ms,
      url: this.urlOf(row.sid),
    });
  }

  presentParticipant(row: ParticipantRow, serviceSid: string): JsonObject {
    return presentParticipant({
      sid: row.sid,
      accountSid: row.account_sid,
      serviceSid,
      conversationSid: row.conversation_sid,
      identity: row.identity,
      address: row.address,
      proxyAddress: row.proxy_address,
      createdAtMs: row.created_at_ms,
      url: `${this.urlOf(row.conversation_sid)}/participants/${row.sid}`,
    });
  }

  urlOf(sid: string): string {
    return `${this.#times.baseUrl()}/local/conversations/${sid}`;
  }

  #named(accountSid: string, serviceSid: string, uniqueName: string): boolean {
    const sql = 'SELECT sid FROM conversations WHERE account_sid = ? AND service_sid = ? AND unique_name = ?';
    return this.#database.prepare<{ sid: string }>(sql).get(accountSid, serviceSid, uniqueName) !== undefined;
  }

  #there(accountSid: string, sid: string): ConversationRow {
    const row = this.find(accountSid, sid);
    if (!row) throw new Error(`the conversation ${sid} was written and is not there`);
    return row;
  }
}

/** The flow of a flow webhook. */
export function flowOf(url: string): string | undefined {
  return /\/Flows\/(FW[0-9a-fA-F]{32})$/.exec(url)?.[1];
}

function timerFault(name: string, text: string | undefined, leastMs: number): Refusal | undefined {
  if (text === undefined) return undefined;
  const ms = durationMs(text);
  const why =
    ms === undefined
      ? 'it must be an ISO 8601 duration, such as PT10M'
      : ms < leastMs
        ? `it must be at least ${leastMs / 60_000} minutes`
        : undefined;
  return why === undefined ? undefined : { ok: false, status: 400, code: 20001, message: `${name} is invalid: ${why}` };
}

function millisecondsOf(text: string | undefined): number | null {
  return text === undefined ? null : (durationMs(text) ?? null);
}

function later(nowMs: number, afterMs: number | null): number | null {
  return afterMs === null ? null : nowMs + afterMs;
}
