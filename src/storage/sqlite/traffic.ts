import type { ConsoleStorage, Traffic, TrafficCount } from '../console-storage.ts';
import type { Connection, Database } from './connection.ts';
import { flowBySid } from './flows.ts';

const hourMs = 3_600_000;

export function trafficStore({ reader }: Database): Pick<ConsoleStorage, 'traffic'> {
  const findFlow = flowBySid(reader);
  const read = reader.prepare<Traffic & { readonly isTest: number }>(
    `SELECT widget, kind, event, target, is_test AS isTest, count FROM traffic
     WHERE flow_id = ? AND revision = ? AND hour_ms >= ? AND hour_ms < ?`,
  );
  return {
    async traffic({ flowSid, revision, fromMs, toMs, withTestUsers }) {
      const flow = findFlow.get(flowSid);
      if (flow === undefined) return [];
      const sums = new Map<string, Traffic>();
      for (const { isTest, ...row } of read.all(flow.id, revision, startOfHour(fromMs), toMs)) {
        if (isTest === 1 && !withTestUsers) continue;
        const key = JSON.stringify([row.widget, row.kind, row.event, row.target]);
        sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
      }
      return [...sums.values()];
    },
  };
}

/** Counts what one change did, inside its transaction. */
export function trafficWriter(writer: Connection): (counts: readonly TrafficCount[]) => void {
  const findFlow = writer.prepare<{ id: number }>('SELECT id FROM flows WHERE sid = ?');
  const count = writer.prepare(
    `INSERT INTO traffic (flow_id, revision, hour_ms, is_test, widget, kind, event, target, count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (flow_id, revision, hour_ms, is_test, widget, kind, event, target) DO UPDATE SET count = count + 1`,
  );
  return (counts) => {
    for (const [flowSid, ofFlow] of Map.groupBy(counts, (each) => each.flowSid)) {
      const flow = findFlow.get(flowSid);
      // Nothing is counted for a flow that was deleted meanwhile.
      if (flow === undefined) continue;
      for (const { revision, isTestUser, atMs, widget, kind, event, target } of ofFlow) {
        count.run(flow.id, revision, startOfHour(atMs), Number(isTestUser), widget, kind, event, target);
      }
    }
  };
}

function startOfHour(ms: number): number {
  return Math.floor(ms / hourMs) * hourMs;
}
