/** The phone plays a draft: lines with a flow that need not be saved, and what a person does on them. Source: console page §8. */
import type { FastifyRequest } from 'fastify';
import type { ContextPatch } from '../../engine/context.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../engine/json.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { apiError, notFound } from '../errors.ts';
import { all, type Form, first, formOf } from '../forms.ts';
import { boolean, integer, invalid, jsonObject, oneOf, optional, type Reader, required, text } from '../parameters.ts';
import { readAct } from '../simulator/handset-act.ts';
import { presentHandsetLeg, presentHandsetMessage } from '../simulator/present.ts';
import { flowBodyLimit } from '../v2/flow-form.ts';
import { presentWaiting } from './execution.ts';
import { presentProblem, presentStep } from './live-events.ts';
import type { AskAnswer, Fate, LineRun, LineState, PhoneLine, PhoneLines } from './phone-port.ts';

const path = '/console/api/phone/lines';
const longestSeconds = 31 * 86_400;
/** A definition, and beside it a file as a `data:` URL. */
const bodyLimit = flowBodyLimit + 24 * 1024 * 1024;

const deeds = ['say', 'call', 'act', 'silence', 'start', 'elapse', 'timeout', 'answer', 'change', 'fate'] as const;
type Deed = (typeof deeds)[number];

export function consolePhone(lines: PhoneLines): ApiModule {
  return {
    access: 'account',
    register(app, { limits }) {
      const definition: Reader<JsonObject> = jsonObject(limits.definitionBytes);
      const lineOf = (request: FastifyRequest): PhoneLine => {
        const params = request.params as { readonly lineSid?: string };
        const line = lines.find(accountOf(request).sid, params.lineSid ?? '');
        if (line === undefined) throw notFound(request);
        return line;
      };

      app.post(path, { bodyLimit }, async (request, reply) => {
        const form = formOf(request);
        const accountSid = accountOf(request).sid;
        const other = optional(form, 'from_line', text(64));
        const from = other === undefined ? undefined : lines.find(accountSid, other);
        if (other !== undefined && from === undefined) throw invalid('from_line', 'this line has been put away');
        const stepSid = from && required(form, 'from_step', text(64));
        if (from && stepSid && !(await from.state()).momentSids.includes(stepSid)) {
          throw invalid('from_step', 'the run did not wait there');
        }
        const line = await lines.open(accountSid, {
          definition: required(form, 'definition', definition),
          contact: required(form, 'contact', text(200)),
          number: required(form, 'number', text(200)),
          ...(from && stepSid ? { from: { line: from, stepSid } } : {}),
        });
        return reply.code(201).send({ sid: line.sid, ...present(await line.state()) });
      });

      app.get(`${path}/:lineSid`, async (request) => present(await lineOf(request).state()));

      app.post(`${path}/:lineSid`, { bodyLimit }, async (request) => {
        const line = lineOf(request);
        const form = formOf(request);
        const deed = required(form, 'do', oneOf(...deeds));
        const flow = optional(form, 'definition', definition);
        if (flow !== undefined) await line.follow(flow);
        const refusal = await carryOut(line, deed, form);
        if (refusal !== undefined) throw apiError(20001, { message: refusal });
        return present(await line.state());
      });

      app.delete(`${path}/:lineSid`, async (request, reply) => {
        await lines.close(lineOf(request));
        return reply.code(204).send();
      });
    },
  };
}

function carryOut(line: PhoneLine, deed: Deed, form: Form): Promise<string | undefined> {
  switch (deed) {
    case 'say':
      return line.say(first(form, 'body') ?? '', {
        mediaUrls: all(form, 'media_url'),
        ...(first(form, 'button') ? { button: first(form, 'button') } : {}),
        ...(first(form, 'list_item') ? { listItem: first(form, 'list_item') } : {}),
        params: Object.fromEntries(form.fields.flatMap(([name, value]) => paramOf(name, value))),
      });
    case 'call':
      return line.call();
    case 'act':
      return line.act(required(form, 'call', text(64)), readAct(form));
    case 'silence':
      return line.beSilent(required(form, 'call', text(64)));
    case 'start':
      return line.start(optional(form, 'parameters', jsonObject(1024 * 1024)) ?? {});
    case 'elapse':
      return line.elapse(required(form, 'seconds', integer(1, longestSeconds)));
    case 'timeout':
      return line.elapseToTimeout();
    case 'answer':
      return line.answer(required(form, 'ask', integer(1)), readAnswer(form), optional(form, 'keep', boolean) ?? false);
    case 'change':
      return line.change(required(form, 'changes', changes));
    case 'fate':
      line.setFate(optional(form, 'fate', fate));
      return Promise.resolve(undefined);
    default:
      return deed satisfies never;
  }
}

/** `refused 21610`, `fails 30003`. */
const fate: Reader<Fate> = (value, name) => {
  const [, how, code] = /^(refused|fails) (\d{5})$/.exec(value) ?? [];
  if (how === undefined) throw invalid(name, 'it must be refused or fails, and an error code');
  return { how: how === 'refused' ? how : 'fails', code: Number(code) };
};

/** `param.ButtonPayload=large`: more of what the webhook is told. */
function paramOf(name: string, value: string): [string, string][] {
  return name.startsWith('param.') ? [[name.slice('param.'.length), value]] : [];
}

function readAnswer(form: Form): AskAnswer {
  const answer = required(form, 'answer', oneOf('really', 'reply', 'timeout', 'network'));
  if (answer === 'really') return answer;
  if (answer !== 'reply') return { fails: answer };
  return {
    status: optional(form, 'status', integer(100, 599)) ?? 200,
    body: first(form, 'body') ?? '',
    contentType: optional(form, 'content_type', text(200)),
    afterSeconds: optional(form, 'after_seconds', integer(0, 3600)) ?? 0,
  };
}

/** `[{"path":["flow","variables","name"],"value":"Ann"}]`; without `value` it is removed. */
const changes: Reader<ContextPatch> = (value, name) => {
  const list = parseJson(value);
  const isPatch = (each: unknown): boolean =>
    typeof each === 'object' &&
    each !== null &&
    'path' in each &&
    Array.isArray(each.path) &&
    each.path.length > 0 &&
    each.path.every((key) => typeof key === 'string');
  if (!Array.isArray(list) || !list.every(isPatch)) throw invalid(name, 'it must be a list of {path, value}');
  return list.flatMap((each) =>
    isJsonObject(each) && Array.isArray(each.path)
      ? [{ path: each.path.map(String), ...(each.value === undefined ? {} : { value: each.value }) }]
      : [],
  );
};

function present(state: LineState): object {
  return {
    now_ms: state.nowMs,
    contact: state.contact,
    number: state.number,
    messages: state.messages.map((message) => ({
      ...presentHandsetMessage(message),
      created_ms: message.createdAtMs,
    })),
    calls: state.legs.map(presentHandsetLeg),
    runs: state.runs.map(presentRun),
    asks: state.asks.map(({ id, kind, method, url, body }) => ({ id, kind, method, url, body: body ?? null })),
    next_fate: state.nextFate === undefined ? null : `${state.nextFate.how} ${state.nextFate.code}`,
    moments: state.momentSids,
  };
}

function presentRun({ execution, steps, problems, sent }: LineRun): object {
  return {
    execution_sid: execution.sid,
    status: execution.status,
    ended_reason: execution.endedReason,
    failed: execution.isFailed,
    created_ms: execution.createdAtMs,
    updated_ms: execution.updatedAtMs,
    waiting: execution.status === 'active' ? presentWaiting(execution.state) : [],
    steps: steps.map((step) => ({ ...presentStep(step), changes: step.patch })),
    problems: problems.map((problem) => ({ ...presentProblem(problem), created_ms: problem.createdAtMs })),
    messages: sent.map(({ messageSid, stepSid }) => ({ message_sid: messageSid, step_sid: stepSid })),
    context: execution.state.frames[0]?.context ?? {},
  };
}
