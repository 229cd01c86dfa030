/** One execution with everything that is known of it, and the context at each of its steps. Source: console page §9. */
import type { FastifyRequest } from 'fastify';
import { foldPatches } from '../../engine/context.ts';
import type { ExecutionState } from '../../engine/execution.ts';
import type { OutboundRecord, RunEventRecord, Storage, StoredExecution } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf, authorOf } from '../auth.ts';
import { notFound } from '../errors.ts';
import { formOf, queryOf } from '../forms.ts';
import { getStep, sidParam } from '../owned.ts';
import { integer, optional, text } from '../parameters.ts';
import { presentRun } from './executions.ts';
import { presentProblem, presentStep } from './live-events.ts';

const path = '/console/api/executions/:executionSid';

/** Steps of one answer, the latest; those before are asked for by `steps_before`. */
const stepsPerAnswer = 1_000;

/** Of a sentence or two. */
const reasonCharacters = 500;

export const consoleExecution: ApiModule = {
  access: 'account',
  register(app, { storage, runtime, clock, limits, settings }) {
    app.get(path, async (request) => {
      const execution = await getStored(request, storage);
      const before = optional(queryOf(request), 'steps_before', integer(0));
      const after = before === undefined ? {} : { after: { createdAtMs: before, sid: '' } };
      const [steps, problems, messages, run] = await Promise.all([
        storage.listSteps(execution.sid, { limit: stepsPerAnswer, ...after }),
        storage.listProblems(execution.sid),
        storage.messagesOfRun(execution.sid),
        storage.findRun(execution.sid, clock.now()),
      ]);
      if (run === undefined) throw notFound(request);
      return {
        ...presentRun(run),
        pins: execution.pins,
        call_sid: execution.callSid,
        conversation_sid: execution.conversationSid,
        waiting: execution.status === 'active' ? presentWaiting(execution.state) : [],
        steps: steps.rows.toReversed().map(presentStep),
        has_more_steps: steps.hasMore,
        problems: problems.map((problem) => ({ ...presentProblem(problem), created_ms: problem.createdAtMs })),
        messages: messages.map(presentMessage),
        context: execution.state.frames[0]?.context ?? {},
      };
    });

    app.post(`${path}/end`, async (request) => {
      const execution = await getStored(request, storage);
      const reason = optional(formOf(request), 'reason', text(reasonCharacters))?.trim() || null;
      await runtime.endExecution(execution.sid, { bySid: authorOf(request), through: 'console', reason });
      const run = await storage.findRun(execution.sid, clock.now());
      if (run === undefined) throw notFound(request);
      return presentRun(run);
    });

    app.get(`${path}/record`, async (request) => {
      const execution = await getStored(request, storage);
      const { kind, isTestUser, triggerEvent } = execution.state;
      const events = await storage.runEvents(execution.sid);
      return {
        kind,
        test_user: isTestUser,
        trigger_event: triggerEvent,
        settings,
        limits,
        events: events.map(presentEvent),
      };
    });

    app.get(`${path}/steps/:stepSid`, async (request) => {
      const execution = await getStored(request, storage);
      const step = await getStep(request, storage, execution);
      const patches = await storage.stepPatches(execution.sid, step.parentStepSid, step.sequence);
      const messages = await storage.messagesOfRun(execution.sid);
      const problems = await storage.listProblems(execution.sid);
      return {
        ...presentStep(step),
        // Of the step's own flow: a subflow has a context of its own.
        context_before: foldPatches(patches.slice(0, -1)),
        context: foldPatches(patches),
        changes: step.patch,
        messages: messages.filter(({ stepSid }) => stepSid === step.sid).map(presentMessage),
        problems: problems.filter(({ stepSid }) => stepSid === step.sid).map(presentProblem),
      };
    });
  },
};

async function getStored(request: FastifyRequest, storage: Storage): Promise<StoredExecution> {
  const execution = await storage.findStoredExecution(sidParam(request, 'executionSid', 'FN'));
  if (execution?.accountSid !== accountOf(request).sid) throw notFound(request);
  return execution;
}

/** Where it waits: in the main flow first, then in a subflow. */
export function presentWaiting({ frames }: ExecutionState) {
  return frames.flatMap(({ flowSid, waiting }) =>
    waiting === null
      ? []
      : {
          flow_sid: flowSid,
          widget: waiting.state,
          step_sid: waiting.stepSid,
          entered_ms: waiting.enteredAtMs,
          deadline_ms: waiting.deadlineMs,
          pending_effects: waiting.pendingEffects.length,
        },
  );
}

function presentEvent({ atMs, event, exchange, stopped }: RunEventRecord) {
  return {
    at_ms: atMs,
    event,
    exchange: exchange && { request: exchange.request, attempts: exchange.attempts, begun_ms: exchange.begunAtMs },
    stopped: stopped && { by_sid: stopped.bySid, through: stopped.through, reason: stopped.reason },
  };
}

function presentMessage(record: OutboundRecord) {
  return {
    key: record.key,
    message_sid: record.messageSid,
    step_sid: record.stepSid,
    status: record.status,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    attempts: record.attempts,
    to: record.message?.to ?? null,
    body: record.message?.body ?? null,
    created_ms: record.createdAtMs,
    updated_ms: record.updatedAtMs,
  };
}
