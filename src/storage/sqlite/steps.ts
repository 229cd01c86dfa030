import type { ContextPatch } from '../../engine/context.ts';
import type { ProblemRecord, StepSummary, Storage } from '../storage.ts';
import type { Database } from './connection.ts';
import { readPage } from './page.ts';

/** Room for the steps of one execution in the ids of `steps`; leaves 2^33 executions below 2^53. */
const STEPS_PER_EXECUTION = 2 ** 20;

/** The row id of a step: the steps of an execution lie side by side, in their order, without an index of their own. */
export function stepId(executionId: number, sequence: number): number {
  if (sequence < 0 || sequence >= STEPS_PER_EXECUTION) throw new RangeError(`Step ${sequence} is out of range`);
  return executionId * STEPS_PER_EXECUTION + sequence;
}

/** First and last row id that a step of the execution can have. */
export function stepIds(executionId: number): [number, number] {
  return [stepId(executionId, 0), stepId(executionId, STEPS_PER_EXECUTION - 1)];
}

const stepFrom = `FROM steps s JOIN executions e ON e.id = s.id / ${STEPS_PER_EXECUTION}
  JOIN flows f ON f.id = e.flow_id`;
const summaryColumns = `s.sid, s.parent_step_sid AS parentStepSid, s.id % ${STEPS_PER_EXECUTION} AS sequence, s.event,
  s.transitioned_from AS transitionedFrom, s.transitioned_to AS transitionedTo, s.type, s.flow_sid AS flowSid,
  s.entered_ms AS enteredAtMs, s.ended_ms AS endedAtMs`;

type SummaryRow = Omit<StepSummary, 'executionSid'>;
type StepRow = StepSummary & { readonly patch: string };
type ProblemRow = Omit<ProblemRecord, 'state' | 'stepSid'> & {
  readonly state: string | null;
  readonly stepSid: string | null;
};

type StepStore = Pick<Storage, 'listSteps' | 'findStep' | 'stepPatches' | 'listProblems'>;

export function stepStore({ reader }: Database): StepStore {
  const findExecution = reader.prepare<{ id: number }>(
    'SELECT e.id FROM executions e JOIN flows f ON f.id = e.flow_id WHERE e.sid = ?',
  );
  const newest = reader.prepare<SummaryRow>(
    `SELECT ${summaryColumns} FROM steps s WHERE s.id >= ? AND s.id <= ? ORDER BY s.id DESC LIMIT ?`,
  );
  const oldest = reader.prepare<SummaryRow>(
    `SELECT ${summaryColumns} FROM steps s WHERE s.id >= ? AND s.id <= ? ORDER BY s.id LIMIT ?`,
  );
  const findStep = reader.prepare<StepRow>(
    `SELECT e.sid AS executionSid, ${summaryColumns}, s.patch ${stepFrom} WHERE s.sid = ?`,
  );
  const patches = reader.prepare<{ patch: string }>(
    'SELECT patch FROM steps WHERE id >= ? AND id <= ? AND parent_step_sid IS ? ORDER BY id',
  );
  const problems = reader.prepare<ProblemRow>(
    `SELECT p.code, p.level, p.message, p.state, p.step_sid AS stepSid, p.account_sid AS accountSid,
       p.flow_sid AS flowSid, ? AS executionSid, p.created_ms AS createdAtMs
     FROM problems p WHERE p.execution_id = ? ORDER BY p.id`,
  );

  return {
    async listSteps(executionSid, page) {
      const execution = findExecution.get(executionSid);
      if (!execution) return { rows: [], hasMore: false };
      const [firstId, lastId] = stepIds(execution.id);
      const idAt = (sequence: number) => firstId + sequence;
      const { rows, hasMore } = readPage(page, {
        newest: ({ below, above }, limit) =>
          newest.all(
            Math.max(firstId, idAt(above.createdAtMs + 1)),
            Math.min(lastId, idAt(below.createdAtMs - 1)),
            limit,
          ),
        oldest: ({ below, above }, limit) =>
          oldest.all(
            Math.max(firstId, idAt(above.createdAtMs + 1)),
            Math.min(lastId, idAt(below.createdAtMs - 1)),
            limit,
          ),
      });
      return { rows: rows.map((row) => ({ ...row, executionSid })), hasMore };
    },

    async findStep(sid) {
      const row = findStep.get(sid);
      return row && { ...row, patch: JSON.parse(row.patch) as ContextPatch };
    },

    async stepPatches(executionSid, parentStepSid, sequence) {
      const execution = findExecution.get(executionSid);
      if (!execution) return [];
      const rows = patches.all(stepId(execution.id, 0), stepId(execution.id, sequence), parentStepSid);
      return rows.map((row) => JSON.parse(row.patch) as ContextPatch);
    },

    async listProblems(executionSid) {
      const execution = findExecution.get(executionSid);
      return execution ? problems.all(executionSid, execution.id).map(toProblem) : [];
    },
  };
}

function toProblem({ state, stepSid, ...row }: ProblemRow): ProblemRecord {
  return { ...row, ...(state !== null && { state }), ...(stepSid !== null && { stepSid }) };
}
