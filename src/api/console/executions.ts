/** Executions over all flows or one, as people look for them. Source: console page §9, List. */
import type { Cursor, RunQuery, RunSummary, Storage } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { type Form, queryOf } from '../forms.ts';
import { address, date, integer, invalid, isSid, oneOf, optional, sidOf, text } from '../parameters.ts';
import { presentProblem, presentStep } from './live-events.ts';

const defaultLimit = 50;
const maxLimit = 200;

/** A count stops there and says so. */
const countedRuns = 1_000;

export const consoleExecutions: ApiModule = {
  access: 'account',
  register(app, { storage, clock }) {
    app.get('/console/api/executions', async (request) => {
      const form = queryOf(request);
      const query = readQuery(form, accountOf(request).sid);
      const limit = optional(form, 'limit', integer(1, maxLimit)) ?? defaultLimit;
      const after = optional(form, 'before', cursor);
      const search = optional(form, 'q', text(200));
      if (search !== undefined && isSid(search, 'FN')) {
        const run = await storage.findRun(search, clock.now());
        const isThere = run?.accountSid === query.accountSid && (query.flowSid ?? run.flowSid) === run.flowSid;
        return { executions: run && isThere ? [await present(storage, run)] : [], next: null };
      }
      const page = await storage.listRuns(search === undefined ? query : { ...query, search }, clock.now(), {
        limit,
        ...(after ? { after } : {}),
      });
      return {
        executions: await Promise.all(page.rows.map((row) => present(storage, row))),
        next: page.next === null ? null : `${page.next.createdAtMs}.${page.next.sid}`,
      };
    });

    app.get('/console/api/executions/counts', async (request) => {
      const { accountSid, flowSid } = readQuery(queryOf(request), accountOf(request).sid);
      const query = { accountSid, ...(flowSid === undefined ? {} : { flowSid }) };
      // One more than is told, to know whether there are more.
      const counts = await storage.countRuns(query, clock.now(), countedRuns + 1);
      return Object.fromEntries(
        Object.entries(counts).map(([name, count]) => [
          name,
          { count: Math.min(count, countedRuns), more: count > countedRuns },
        ]),
      );
    });
  },
};

function readQuery(form: Form, accountSid: string): RunQuery {
  const found = {
    flowSid: optional(form, 'flow', sidOf('FW')),
    status: optional(form, 'status', oneOf('active', 'ended', 'failed', 'stuck')),
    contact: optional(form, 'contact', address),
    widget: optional(form, 'widget', text(1000)),
    revision: optional(form, 'revision', integer(1)),
    createdFromMs: optional(form, 'from', date),
    createdToMs: optional(form, 'to', date),
  };
  const given = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  return { accountSid, ...given };
}

/** Place of the last row of the page before. */
function cursor(value: string, name: string): Cursor {
  const [, createdAtMs = '', sid = ''] = /^(\d{1,15})\.(FN[0-9a-fA-F]{32})$/.exec(value) ?? [];
  if (sid === '') throw invalid(name, 'it must be the `next` of a page');
  return { createdAtMs: Number(createdAtMs), sid };
}

async function present(storage: Storage, run: RunSummary): Promise<object> {
  const [steps, problems] = await Promise.all([
    storage.listSteps(run.sid, { limit: 1 }),
    storage.listProblems(run.sid),
  ]);
  const [last] = steps.rows;
  const problem = problems.at(-1);
  return {
    ...presentRun(run),
    steps: last === undefined ? 0 : last.sequence + 1,
    last_step: last === undefined ? null : presentStep(last),
    last_problem: problem === undefined ? null : presentProblem(problem),
  };
}

/** `outcome` in the words of the console: what is ended but not failed or stopped has `ended`. */
export function presentRun(run: RunSummary) {
  return {
    execution_sid: run.sid,
    flow_sid: run.flowSid,
    revision: run.revision,
    status: run.status,
    outcome: outcomeOf(run),
    ended_reason: run.endedReason,
    stuck: run.stuck,
    widget: run.widget,
    kind: run.kind,
    contact: run.contactAddress,
    address: run.flowAddress,
    initiated_by: run.initiatedBy,
    test_user: run.isTestUser,
    created_ms: run.createdAtMs,
    updated_ms: run.updatedAtMs,
    due_ms: run.dueAtMs,
  };
}

function outcomeOf({ status, isFailed, endedReason }: RunSummary): 'active' | 'ended' | 'failed' | 'stopped' {
  if (status === 'active') return 'active';
  if (isFailed) return 'failed';
  return endedReason === 'STOPPED' ? 'stopped' : 'ended';
}
