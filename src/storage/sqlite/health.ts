import type { ConsoleStorage, EffectHealth } from '../console-storage.ts';
import type { Database } from './connection.ts';

const hourMs = 3_600_000;
const lateMs = 60_000;
const maxCounted = 10_000;

interface EffectRow {
  readonly type: string;
  readonly accountSid: string;
  readonly begunAtMs: number | null;
  readonly failingSinceMs: number | null;
  readonly errorMessage: string | null;
}

export function healthStore({ reader }: Database, commitTimes: readonly number[]): Pick<ConsoleStorage, 'health'> {
  const due = reader.prepare(
    `SELECT 1 FROM executions e INDEXED BY executions_due CROSS JOIN flows f ON f.id = e.flow_id
     WHERE e.status = 'active' AND e.due_ms IS NOT NULL AND e.due_ms >= ? AND e.due_ms < ? AND e.account_sid = ? LIMIT ?`,
  );
  const effects = reader.prepare<EffectRow>(
    `SELECT type, account_sid AS accountSid, begun_ms AS begunAtMs, failing_ms AS failingSinceMs,
       error_message AS errorMessage FROM effects ORDER BY id LIMIT ?`,
  );
  const countDue = (fromMs: number, toMs: number, accountSid: string) =>
    due.all(fromMs, toMs, accountSid, maxCounted).length;
  return {
    async health(accountSid, nowMs) {
      const sorted = commitTimes.toSorted((a, b) => a - b);
      return {
        commits: { measured: sorted.length, p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) },
        deadlines: {
          dueInAnHour: countDue(nowMs - lateMs, nowMs + hourMs, accountSid),
          late: countDue(Number.MIN_SAFE_INTEGER, nowMs - lateMs, accountSid),
        },
        effects: byType(effects.all(maxCounted).filter((effect) => effect.accountSid === accountSid)),
      };
    },
  };
}

function byType(rows: readonly EffectRow[]): EffectHealth[] {
  const types = Map.groupBy(rows, ({ type }) => type);
  return [...types].map(([type, ofType]) => {
    const failing = ofType
      .filter(({ failingSinceMs }) => failingSinceMs !== null)
      .sort((a, b) => (a.failingSinceMs ?? 0) - (b.failingSinceMs ?? 0));
    const underWay = ofType.filter(({ begunAtMs }) => begunAtMs !== null).length;
    return {
      type,
      underWay,
      waiting: ofType.length - underWay,
      failing: failing.length,
      failingSinceMs: failing[0]?.failingSinceMs ?? null,
      errorMessage: failing[0]?.errorMessage ?? null,
    };
  });
}

function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
