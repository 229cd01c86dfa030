import type { Effect } from '../../engine/effects.ts';
import type { EffectRecord, Storage } from '../storage.ts';
import type { Database } from './connection.ts';

type EffectRow = Omit<EffectRecord, 'effect'> & { readonly id: number; readonly effect: string };

type EffectStore = Pick<Storage, 'takeDueEffects' | 'postponeEffect' | 'returnEffect' | 'releaseEffects' | 'nextDueMs'>;

// The join leaves out the effects of a deleted flow.
const fromEffects = `FROM effects x JOIN executions e ON e.id = x.execution_id JOIN flows f ON f.id = e.flow_id`;

export function effectStore({ reader, writer, submit }: Database): EffectStore {
  const findDue = writer.prepare<EffectRow>(
    `SELECT x.id, x.effect, e.sid AS executionSid, x.account_sid AS accountSid, x.due_ms AS dueAtMs, x.attempts,
       x.created_ms AS createdAtMs ${fromEffects} WHERE x.due_ms <= ? ORDER BY x.due_ms, x.id LIMIT ?`,
  );
  const lease = writer.prepare('UPDATE effects SET due_ms = ?, attempts = attempts + 1 WHERE id = ?');
  const postpone = writer.prepare('UPDATE effects SET due_ms = ? WHERE key = ?');
  const giveBack = writer.prepare('UPDATE effects SET due_ms = ?, attempts = max(attempts - 1, 0) WHERE key = ?');
  const release = writer.prepare('UPDATE effects SET due_ms = ? WHERE due_ms > ?');
  const nextEffect = reader.prepare<{ dueAtMs: number }>(
    `SELECT x.due_ms AS dueAtMs ${fromEffects} ORDER BY x.due_ms LIMIT 1`,
  );
  const nextExecution = reader.prepare<{ dueAtMs: number }>(
    `SELECT e.due_ms AS dueAtMs FROM executions e JOIN flows f ON f.id = e.flow_id
     WHERE e.status = 'active' AND e.due_ms IS NOT NULL ORDER BY e.due_ms LIMIT 1`,
  );

  return {
    takeDueEffects: (nowMs, leaseMs, limit) =>
      submit((atomically) => {
        const rows = findDue.all(nowMs, limit);
        atomically(() => {
          for (const { id } of rows) lease.run(nowMs + leaseMs, id);
        });
        return rows.map(({ id: _id, effect, attempts, ...row }) => ({
          ...row,
          effect: JSON.parse(effect) as Effect,
          attempts: attempts + 1,
          dueAtMs: nowMs + leaseMs,
        }));
      }),

    async postponeEffect(key, dueAtMs) {
      await submit(() => postpone.run(dueAtMs, key));
    },

    async returnEffect(key, dueAtMs) {
      await submit(() => giveBack.run(dueAtMs, key));
    },

    releaseEffects: (nowMs) => submit(() => release.run(nowMs, nowMs)),

    async nextDueMs() {
      const dues = [nextEffect.get(), nextExecution.get()].flatMap((row) => (row ? [row.dueAtMs] : []));
      return dues.length > 0 ? Math.min(...dues) : null;
    },
  };
}
