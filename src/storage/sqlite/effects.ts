import type { Change, EffectRecord, Storage } from '../storage.ts';
import type { Connection, Database } from './connection.ts';

type EffectRow = Omit<EffectRecord, 'effect'> & { readonly id: number; readonly effect: string };

type EffectStore = Pick<
  Storage,
  'takeDueEffects' | 'takeQueuedEffects' | 'effectSenders' | 'putOffEffect' | 'releaseEffects' | 'nextDueMs'
>;

// The joins leave out the effects of a deleted flow: what has an execution needs a flow.
const fromEffects = `FROM effects x LEFT JOIN executions e ON e.id = x.execution_id
  LEFT JOIN flows f ON f.id = e.flow_id WHERE (x.execution_id IS NULL OR f.id IS NOT NULL)`;
const columns = `x.id, x.effect, e.sid AS executionSid, x.account_sid AS accountSid, x.due_ms AS dueAtMs, x.attempts,
  x.created_ms AS createdAtMs, x.begun_ms AS begunAtMs, x.unknown_ms AS unknownSinceMs,
  x.failing_ms AS failingSinceMs, x.error_message AS errorMessage, x.sender, x.taken_back_ms AS takenBackAtMs`;

export function effectStore({ reader, writer, submit }: Database): EffectStore {
  const findDue = writer.prepare<EffectRow>(
    `SELECT ${columns} ${fromEffects} AND x.due_ms <= ? AND x.sender IS NULL
     ORDER BY x.due_ms, x.id LIMIT ?`,
  );
  const findQueued = writer.prepare<EffectRow>(
    `SELECT ${columns} ${fromEffects} AND x.sender = ? ORDER BY x.id LIMIT ?`,
  );
  const lease = writer.prepare(
    `UPDATE effects SET due_ms = ?, attempts = attempts + 1, begun_ms = ?, unknown_ms = ?, sender = NULL WHERE id = ?`,
  );
  const putOff = writer.prepare(
    `UPDATE effects SET due_ms = ?, attempts = ?, begun_ms = NULL, unknown_ms = ?, failing_ms = ?,
       error_message = ?, sender = ? WHERE key = ?`,
  );
  const canceler = effectCanceler(writer);
  const release = writer.prepare(
    'UPDATE effects SET due_ms = ? WHERE due_ms > ? AND sender IS NULL AND begun_ms IS NOT NULL',
  );
  const firstSender = reader.prepare<{ sender: string; notBeforeMs: number | null }>(
    'SELECT sender, due_ms AS notBeforeMs FROM effects WHERE sender > ? ORDER BY sender, id LIMIT 1',
  );
  const nextEffect = reader.prepare<{ dueAtMs: number }>(
    `SELECT x.due_ms AS dueAtMs ${fromEffects} AND x.due_ms IS NOT NULL AND x.sender IS NULL
     ORDER BY x.due_ms LIMIT 1`,
  );
  const nextExecution = reader.prepare<{ dueAtMs: number }>(
    `SELECT e.due_ms AS dueAtMs FROM executions e JOIN flows f ON f.id = e.flow_id
     WHERE e.status = 'active' AND e.due_ms IS NOT NULL ORDER BY e.due_ms LIMIT 1`,
  );

  const take = (find: () => EffectRow[], nowMs: number, leaseMs: number) =>
    submit((atomically) => {
      const rows = find();
      atomically(() => {
        for (const row of rows) lease.run(nowMs + leaseMs, nowMs, unknownSince(row, nowMs), row.id);
      });
      return rows.map(({ id: _id, effect, attempts, ...row }) => ({
        ...row,
        effect: JSON.parse(effect) as EffectRecord['effect'],
        attempts: attempts + 1,
        dueAtMs: nowMs + leaseMs,
        begunAtMs: nowMs,
        unknownSinceMs: unknownSince(row, nowMs),
        sender: null,
      }));
    });

  return {
    takeDueEffects: (nowMs, leaseMs, limit) => take(() => findDue.all(nowMs, limit), nowMs, leaseMs),

    takeQueuedEffects: (sender, nowMs, leaseMs, limit) => take(() => findQueued.all(sender, limit), nowMs, leaseMs),

    async effectSenders() {
      const senders: { readonly sender: string; readonly notBeforeMs: number | null }[] = [];
      // One jump through the index for each, however long its queue is.
      for (let row = firstSender.get(''); row; row = firstSender.get(row.sender)) senders.push({ ...row });
      return senders;
    },

    async putOffEffect(key, { dueAtMs, attempts, unknownSinceMs, failingSinceMs, errorMessage, sender }) {
      await submit((atomically) =>
        atomically(() => {
          putOff.run(dueAtMs, attempts, unknownSinceMs, failingSinceMs, errorMessage, sender, key);
          canceler.settle(key);
        }),
      );
    },

    releaseEffects: (nowMs) => submit(() => release.run(nowMs, nowMs)),

    async nextDueMs() {
      const dues = [nextEffect.get(), nextExecution.get()].flatMap((row) => (row ? [row.dueAtMs] : []));
      return dues.length > 0 ? Math.min(...dues) : null;
    },
  };
}

/** One that another process has begun may have been cut off only now. */
function unknownSince(
  { begunAtMs, unknownSinceMs }: Pick<EffectRow, 'begunAtMs' | 'unknownSinceMs'>,
  nowMs: number,
): number | null {
  return begunAtMs === null ? unknownSinceMs : nowMs;
}

/** Takes back effects of runs that are stopped, inside a transaction. */
export function effectCanceler(writer: Connection) {
  const hasNotLeft = 'begun_ms IS NULL AND unknown_ms IS NULL';
  const cancel = (which: string) => ({
    note: writer.prepare(
      `INSERT INTO outbound_messages (key, execution_id, account_sid, step_sid, status, attempts, created_ms, updated_ms,
         message)
       SELECT key, execution_id, account_sid, json_extract(effect, '$.stepSid'), 'canceled', attempts, created_ms,
         taken_back_ms, json_extract(effect, '$.message') FROM effects WHERE ${which} AND type = 'message.send'
       ON CONFLICT (key) DO NOTHING`,
    ),
    drop: writer.prepare(`DELETE FROM effects WHERE ${which}`),
  });
  const unbegin = writer.prepare(
    'UPDATE effects SET begun_ms = NULL, attempts = max(attempts - 1, 0) WHERE key = ? AND execution_id = ?',
  );
  const mark = writer.prepare('UPDATE effects SET taken_back_ms = ? WHERE execution_id = ?');
  const allOfRun = cancel(`execution_id = ? AND ${hasNotLeft}`);
  const one = cancel(`key = ? AND taken_back_ms IS NOT NULL AND ${hasNotLeft}`);
  return {
    takeBack(
      executionId: number,
      { atMs, unbegun }: Pick<NonNullable<Change['takeBackEffectsOf']>, 'atMs' | 'unbegun'>,
    ) {
      for (const key of unbegun) unbegin.run(key, executionId);
      mark.run(atMs, executionId);
      allOfRun.note.run(executionId);
      allOfRun.drop.run(executionId);
    },
    /** Drops one that was taken back, when it surely has not left. */
    settle(key: string): void {
      one.note.run(key);
      one.drop.run(key);
    },
  };
}

/** Writes an effect that was decided, inside a transaction, unless its key is known. */
export function insertEffect(writer: Connection): (record: EffectRecord, executionId: number | null) => void {
  const findSettled = writer.prepare<{ id: number }>('SELECT id FROM outbound_messages WHERE key = ?');
  const insert = writer.prepare(
    `INSERT INTO effects (key, execution_id, account_sid, type, due_ms, attempts, created_ms, begun_ms, unknown_ms,
       failing_ms, error_message, sender, effect) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO NOTHING`,
  );
  return (record, executionId) => {
    if (findSettled.get(record.effect.key)) return;
    insert.run(
      record.effect.key,
      executionId,
      record.accountSid,
      record.effect.type,
      record.dueAtMs,
      record.attempts,
      record.createdAtMs,
      record.begunAtMs,
      record.unknownSinceMs,
      record.failingSinceMs,
      record.errorMessage,
      record.sender,
      JSON.stringify(record.effect),
    );
  };
}
