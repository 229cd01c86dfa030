/** Requests that are still to be made: each stays on disk until it was answered or given up. */
import type { FormFields } from '../signature.ts';
import type { Database } from './database.ts';

/** A request that needs nothing else to be made: what is told of calls. */
export interface StandingRequest {
  readonly accountSid: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: FormFields;
  /** The same text at every attempt. */
  readonly identity: string;
}

export interface Delivery {
  readonly id: number;
  /** Null for a `request`. */
  readonly messageSeq: number | null;
  /**
   * `inbound`: to the webhook of a number. `status`: how a message fares. `media`: what it carries is fetched. `request`:
   * one that stands for itself.
   */
  readonly kind: 'inbound' | 'status' | 'media' | 'request';
  readonly status: string;
  readonly errorCode: number | null;
  readonly createdAtMs: number;
  /** Begun so far, this one included. */
  readonly attempts: number;
  readonly request: StandingRequest | null;
}

export type DeliveryStore = ReturnType<typeof deliveryStore>;

export function deliveryStore(database: Database) {
  const insert = database.prepare(
    'INSERT INTO deliveries (message_seq, kind, status, error_code, created_at, due_at, request) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const due = database.prepare<DeliveryRow>(
    'SELECT * FROM deliveries WHERE taken = 0 AND due_at <= ? ORDER BY due_at, id LIMIT ?',
  );
  const take = database.prepare('UPDATE deliveries SET taken = 1, attempts = attempts + 1 WHERE id = ?');
  const postpone = database.prepare('UPDATE deliveries SET taken = 0, due_at = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM deliveries WHERE id = ?');
  const release = database.prepare('UPDATE deliveries SET taken = 0 WHERE taken = 1');
  const next = database.prepare<{ at: number | null }>('SELECT min(due_at) AS at FROM deliveries WHERE taken = 0');
  return {
    add(delivery: Omit<Delivery, 'id' | 'attempts' | 'request'>): void {
      const { messageSeq, kind, status, errorCode, createdAtMs } = delivery;
      insert.run(messageSeq, kind, status, errorCode, createdAtMs, createdAtMs, null);
    },
    addRequest(request: StandingRequest, nowMs: number): void {
      insert.run(null, 'request', '', null, nowMs, nowMs, JSON.stringify(request));
    },
    take: (nowMs: number, limit: number): Delivery[] =>
      due.all(nowMs, limit).map((row) => {
        take.run(row.id);
        return {
          id: row.id,
          messageSeq: row.message_seq,
          kind: row.kind,
          status: row.status,
          errorCode: row.error_code,
          createdAtMs: row.created_at,
          attempts: row.attempts + 1,
          request: row.request === null ? null : (JSON.parse(row.request) as StandingRequest),
        };
      }),
    postpone: (id: number, dueAtMs: number) => postpone.run(dueAtMs, id),
    remove: (id: number) => remove.run(id),
    /** Gives back what a process that is gone had taken. */
    release: () => release.run(),
    nextDueMs: () => next.get()?.at ?? null,
  };
}

interface DeliveryRow {
  readonly id: number;
  readonly message_seq: number | null;
  readonly kind: Delivery['kind'];
  readonly status: string;
  readonly error_code: number | null;
  readonly created_at: number;
  readonly attempts: number;
  readonly request: string | null;
}
