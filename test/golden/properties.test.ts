/** What holds for every flow under all inputs. Style §7, Properties. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type {
  EffectResult,
  ExecutionEvent,
  ExecutionState,
  Json,
  JsonObject,
  Step,
  Trigger,
} from '../../src/engine/index.ts';
import {
  compileFlow,
  type Env,
  foldPatches,
  type Outcome,
  resume,
  start,
  studioDefaults,
  studioSettings,
} from '../../src/engine/index.ts';
import { widgetsByType } from '../../src/widgets/index.ts';
import { candidatesOf } from './candidates.ts';
import { flowFiles, readFlow, runnable } from './golden.ts';

const flows = flowFiles().map((file) => {
  const definition = runnable(readFlow(file));
  const flow = compileFlow(definition, widgetsByType, { dialect: 'studio', limits: studioDefaults.liquid });
  const texts = [...new Set([...candidatesOf(definition).values()].flatMap((values) => [...values]))];
  return { file, flow, texts };
});

/** What may happen next; answers are to the oldest effect that is open. */
type Happening =
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'answer'; readonly status: number; readonly json: Json }
  | { readonly kind: 'none' }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'flowEvent'; readonly name: string; readonly value: Json }
  | { readonly kind: 'callStatus'; readonly status: string }
  | { readonly kind: 'report'; readonly status: string };

const flowEvents = [
  ...['return', 'timeout', 'next', 'match', 'toString', 'poll'],
  // Twice, so that runs get past the first words of a call.
  ...['audioComplete', 'audioComplete', 'gather', 'gather', 'enqueue', 'answered'],
];

/** The call that the run holds, or makes. */
const callSid = 'CA1';

const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

function happenings(texts: readonly string[]): fc.Arbitrary<Happening> {
  const text = fc.oneof(
    fc.constantFrom('1', ...texts),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('{{flow.sid}}', '{% for %}', ''),
  );
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        status: fc.constantFrom(200, 200, 204, 404, 500),
        json: anyJson,
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('message' as const), text }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'none' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 60, 3600, 86_400) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('flowEvent' as const),
        name: fc.constantFrom(...flowEvents),
        value: anyJson,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('callStatus' as const),
        status: fc.constantFrom('ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'toString'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('report' as const),
        status: fc.constantFrom('sent', 'delivered', 'undelivered', 'failed'),
      }),
    },
  );
}

const triggers = fc.constantFrom<Trigger['event']>(
  'incomingMessage',
  'incomingRequest',
  'incomingCall',
  'incomingConversationMessage',
);

interface Played {
  readonly outcomes: readonly Outcome[];
  readonly steps: readonly Step[];
  readonly last: ExecutionState;
}

/** Plays happenings on the bare engine; `kept` is what a store gives back of what it was given. */
function play(
  flow: (typeof flows)[number]['flow'],
  event: Trigger['event'],
  data: JsonObject,
  list: readonly Happening[],
  kept: (execution: ExecutionState) => ExecutionState,
): Played {
  let nowMs = Date.UTC(2025, 0, 6, 20);
  let sids = 0;
  const env = (): Env => ({
    nowMs,
    sid: (prefix) => prefix + String(++sids).padStart(32, '0'),
    limits: studioDefaults,
    settings: studioSettings,
    webhookBase: 'https://studio.example.com',
    hasOpenRequest: event !== 'incomingRequest',
  });
  const program = { flow, subflows: new Map() };
  const from =
    event === 'incomingRequest'
      ? { from: '+1', to: '+2', parameters: data }
      : { From: '+2', To: '+1', Body: 'x', ...(event === 'incomingCall' ? { CallSid: callSid } : {}), ...data };
  const first = start(
    program,
    {
      event,
      kind: event === 'incomingCall' ? 'call' : 'pair',
      flowSid: 'FW1',
      accountSid: 'AC1',
      executionSid: 'FN1',
      flowAddress: '+1',
      contactAddress: '+2',
      params: from,
      isTestUser: false,
    },
    env(),
  );
  const outcomes = [first];
  const open = [...first.effects];
  let execution = kept(first.execution);
  for (const happening of list) {
    if (happening.kind === 'pass') nowMs += happening.seconds * 1000;
    const next = eventOf(happening, open, execution);
    if (!next) continue;
    const outcome = resume(program, execution, next, env());
    outcomes.push(outcome);
    open.push(...outcome.effects);
    execution = kept(outcome.execution);
  }
  return { outcomes, steps: outcomes.flatMap(({ steps }) => steps), last: execution };
}

function eventOf(
  happening: Happening,
  open: Outcome['effects'][number][],
  execution: ExecutionState,
): ExecutionEvent | undefined {
  switch (happening.kind) {
    case 'message':
      return { type: 'incomingMessage', params: { Body: happening.text, From: '+2', To: '+1' } };
    case 'answer':
    case 'none': {
      const effect = open.shift();
      return effect && { type: 'effectResult', key: effect.key, outcome: resultOf(effect.type, happening) };
    }
    case 'pass':
      return { type: 'deadline' };
    case 'flowEvent':
      return {
        type: 'flowEvent',
        name: happening.name,
        params: { value: happening.value, Digits: happening.value, CallSid: callSid },
      };
    case 'callStatus':
      return { type: 'callStatus', callSid, status: happening.status, params: {} };
    case 'report': {
      const stepSid = execution.frames.at(-1)?.waiting?.stepSid;
      return {
        type: 'messageStatus',
        messageSid: 'SM1',
        status: happening.status,
        params: {},
        ...(stepSid === undefined ? {} : { stepSid }),
      };
    }
    default:
      return happening satisfies never;
  }
}

function resultOf(type: EffectResult['type'], happening: Happening): EffectResult {
  if (type !== 'http.request' && type !== 'function.run') {
    return happening.kind === 'answer' && happening.status < 300
      ? { type, result: { ok: true, resource: { sid: 'SM1', status: 'queued' } } }
      : { type, result: { ok: false, code: 21211, message: 'no' } };
  }
  if (happening.kind !== 'answer') return { type, result: { ok: false, reason: 'timeout', message: 'no answer' } };
  const { status, json } = happening;
  return {
    type,
    result: { ok: true, status, contentType: 'application/json', body: JSON.stringify(json), headers: {} },
  };
}

const written = (execution: ExecutionState): ExecutionState => JSON.parse(JSON.stringify(execution));

for (const { file, flow, texts } of flows) {
  test(`${file} under any inputs waits or ends, the same way each time, whether stored or not`, () => {
    const data = fc.dictionary(fc.constantFrom('name', 'first_name', 'NumMedia', 'AddOns'), anyJson, { maxKeys: 2 });
    fc.assert(
      fc.property(triggers, data, fc.array(happenings(texts), { maxLength: 25 }), (event, given, list) => {
        const stored = play(flow, event, given as JsonObject, list, written);
        const { last, steps } = stored;
        const isWaiting = last.frames.at(-1)?.waiting != null;
        assert.equal(isWaiting, last.status === 'active');
        assert.ok(steps.length <= studioDefaults.stepsPerExecution);
        assert.equal(last.stepCount, steps.length);
        assert.deepEqual(
          steps.map(({ sequence }) => sequence),
          [...steps.keys()],
        );
        assert.equal(new Set(steps.map(({ sid }) => sid)).size, steps.length);

        const text = JSON.stringify(stored);
        assert.equal(JSON.stringify(play(flow, event, given as JsonObject, list, written)), text);
        assert.equal(JSON.stringify(play(flow, event, given as JsonObject, list, (execution) => execution)), text);

        // The context at any time is what the steps up to then fold to.
        let upTo: Step[] = [];
        for (const { execution, steps: more } of stored.outcomes) {
          upTo = [...upTo, ...more];
          const folded = foldPatches(upTo.map(({ patch }) => patch));
          if (upTo.length > 0) assert.equal(JSON.stringify(folded), JSON.stringify(execution.frames[0]?.context));
        }
      }),
      { numRuns: 60 },
    );
  });
}
