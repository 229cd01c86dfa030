/** Executions as a table that others read; the names of columns and their values are those of the API. */
import type { ListedRun } from '../../api/executions.ts';
import { csv } from '../../texts/csv.ts';

const columns = [
  'execution_sid',
  'flow_sid',
  'revision',
  'outcome',
  'ended_reason',
  'contact',
  'address',
  'initiated_by',
  'date_created',
  'date_updated',
  'steps',
  'widget',
  'last_event',
  'last_problem_code',
];

export function runsAsCsv(rows: readonly ListedRun[]): string {
  return csv([columns, ...rows.map(valuesOf)]);
}

function valuesOf(run: ListedRun): readonly (string | number)[] {
  return [
    run.sid,
    run.flowSid,
    run.revision,
    run.outcome,
    run.endedReason ?? '',
    run.contact,
    run.address,
    run.initiatedBy,
    new Date(run.createdAtMs).toISOString(),
    new Date(run.updatedAtMs).toISOString(),
    run.steps,
    run.widget ?? '',
    run.lastStep?.event ?? '',
    run.lastProblem?.code ?? '',
  ];
}
