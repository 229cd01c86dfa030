import type { FastifyInstance, FastifyRequest } from 'fastify';
import { presentCall } from '../../carriers/call-resource.ts';
import type { Network } from '../../carriers/network.ts';
import type { CallbackDraft, CallDraft, CallFilter, MachineDetection } from '../../carriers/network-calls.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { all, type Form, first, formOf, queryOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, givenFilters, readPaging } from '../paging.ts';
import { boolean, integer, oneOf, optional } from '../parameters.ts';
import { readRecordingDraft, registerCallRecordings } from './call-recordings.ts';
import { dateFilterNames, spanOf } from './date-filter.ts';
import { accountInPath, accountPath, granted } from './owner.ts';

const path = `${accountPath}/Calls`;
const filterNames = ['To', 'From', 'ParentCallSid', 'Status', ...['StartTime', 'EndTime'].flatMap(dateFilterNames)];
const longestRingSeconds = 600;
const longestCallSeconds = 86_400;

/** Calls of the simulated carrier. Source: carrier page §C3. */
export function calls(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, deps) {
      registerCalls(app, deps, network);
      registerCallRecordings(app, deps, network);
    },
  };
}

function registerCalls(app: FastifyInstance, { storage }: ApiDeps, network: Network): void {
  app.post(path, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const made = granted(await network.calls.create(sid, readDraft(formOf(request))));
    return reply.code(201).send(presentCall(made));
  });

  app.get(path, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const query = queryOf(request);
    const paging = readPaging(request, query);
    return carrierPage(paging, await network.calls.list(sid, readFilter(query), paging.request), {
      key: 'calls',
      filters: givenFilters(query, filterNames),
      cursorOf: ({ createdAtMs, sid: callSid }) => ({ createdAtMs, sid: callSid }),
      present: presentCall,
    });
  });

  app.get(`${path}/:callSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const call = await network.calls.find(sid, callSid(request));
    if (call === undefined) throw notFound(request);
    return presentCall(call);
  });

  app.post(`${path}/:callSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const changed = await network.calls.update(sid, callSid(request), {
      url: first(form, 'Url') || undefined,
      method: first(form, 'Method'),
      twiml: first(form, 'Twiml') || undefined,
      status: optional(form, 'Status', oneOf('completed', 'canceled')),
      fallback: readCallback(form, 'Fallback', 'Url'),
      statusCallback: readStatusCallback(form),
      timeLimitSeconds: optional(form, 'TimeLimit', integer(1, longestCallSeconds)),
    });
    if (changed === undefined) throw notFound(request);
    return presentCall(granted(changed));
  });

  app.delete(`${path}/:callSid`, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const deleted = await network.calls.remove(sid, callSid(request));
    if (deleted === undefined) throw notFound(request);
    granted(deleted);
    return reply.code(204).send();
  });
}

function readDraft(form: Form): CallDraft {
  return {
    to: first(form, 'To'),
    from: first(form, 'From'),
    url: first(form, 'Url'),
    method: first(form, 'Method'),
    twiml: first(form, 'Twiml'),
    applicationSid: first(form, 'ApplicationSid'),
    fallback: readCallback(form, 'Fallback', 'Url'),
    statusCallback: readStatusCallback(form),
    sendDigits: first(form, 'SendDigits') || undefined,
    callerId: first(form, 'CallerId'),
    timeoutSeconds: optional(form, 'Timeout', integer(1, longestRingSeconds)),
    timeLimitSeconds: optional(form, 'TimeLimit', integer(1, longestCallSeconds)),
    recording: optional(form, 'Record', boolean) === true ? readRecordingDraft(form) : undefined,
    machineDetection: readDetection(form),
  };
}

function readDetection(form: Form): MachineDetection | undefined {
  const mode = optional(form, 'MachineDetection', oneOf('Enable', 'DetectMessageEnd'));
  if (mode === undefined) return undefined;
  return {
    mode,
    timeoutSeconds: optional(form, 'MachineDetectionTimeout', integer(3, 120)) ?? 30,
    isAsync: optional(form, 'AsyncAmd', boolean) ?? false,
    asyncCallback: readCallback(form, 'AsyncAmdStatusCallback'),
  };
}

function readStatusCallback(form: Form): CallbackDraft {
  const events = all(form, 'StatusCallbackEvent').flatMap((event) => event.split(/[\s,]+/).filter((one) => one !== ''));
  return { ...readCallback(form, 'StatusCallback'), events };
}

/** `FallbackUrl` and `FallbackMethod`, or `StatusCallback` and `StatusCallbackMethod`. */
function readCallback(form: Form, name: string, ending = ''): CallbackDraft {
  return { url: first(form, `${name}${ending}`), method: first(form, `${name}Method`) };
}

function readFilter(query: Form): CallFilter {
  const started = spanOf(query, 'StartTime');
  const ended = spanOf(query, 'EndTime');
  return {
    to: first(query, 'To') || undefined,
    from: first(query, 'From') || undefined,
    parentSid: first(query, 'ParentCallSid') || undefined,
    status: first(query, 'Status') || undefined,
    startedFromMs: started.fromMs,
    startedToMs: started.toMs,
    endedFromMs: ended.fromMs,
    endedToMs: ended.toMs,
  };
}

function callSid(request: FastifyRequest): string {
  return sidParam(request, 'callSid', 'CA');
}
