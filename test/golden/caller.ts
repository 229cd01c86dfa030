/** What a caller, and who is called, may do while a widget waits on the call. */
import type { JsonObject } from '../../src/engine/json.ts';
import type { Play } from '../../src/testing/index.ts';
import type { Candidates } from './candidates.ts';
import type { Input } from './script.ts';

type Params = { readonly [name: string]: string };

/** Markers by widget, and the parameters that lead to each of its events. Source: execution-model §4.1. */
const callbacks: { readonly [type: string]: readonly (readonly [marker: string, ...params: Params[]])[] } = {
  'say-play': [['audioComplete', {}]],
  'connect-call-to': [
    ['dial', { DialCallStatus: 'completed' }, { DialCallStatus: 'no-answer' }, { CallStatus: 'completed' }],
  ],
  'record-voicemail': [
    [
      'record',
      { RecordingSid: 'RE1', RecordingUrl: 'https://example.com/RE1', RecordingDuration: '4' },
      { Digits: 'hangup' },
    ],
    ['noAudio', {}],
  ],
  'enqueue-call': [['enqueue', ...queueResults()]],
  'send-to-flex': [['enqueue', ...queueResults()]],
  'fork-stream': [['next', {}]],
  'connect-virtual-agent': [['virtualAgent', {}, { CallStatus: 'completed' }]],
  'connect-virtual-agent-v2': [
    [
      'virtualAgent',
      ...['completed', 'live-agent-handoff', 'hangup', 'failed', 'paused'].map((status) => ({
        VirtualAgentStatus: status,
      })),
    ],
  ],
  'run-conversation-relay': [['relay', { SessionStatus: 'ended' }, { SessionStatus: 'failed' }]],
  'capture-payments': [
    [
      'pay',
      ...[
        'success',
        'too-many-failed-attempts',
        'payment-connector-error',
        'caller-interrupted-with-star',
        'caller-hung-up',
        'validation-error',
      ].map((result) => ({ Result: result })),
    ],
  ],
};

/** The final statuses of a call that is made. */
const statuses = ['busy', 'no-answer', 'failed', 'completed'];

/** Inputs to the widget that the run waits in: none where that is none of a call. */
export function callerInputs(definition: JsonObject, candidates: Candidates, play: Play): Input[] {
  const state = (definition.states as readonly JsonObject[]).find(({ name }) => name === play.waitsIn);
  const [name, type] = [String(state?.name), String(state?.type)];
  if (type.startsWith('make-outgoing-call')) {
    const answers = tried(candidates, name, 'AnsweredBy', []).map((value): Params => ({ AnsweredBy: value }));
    const answered = [{}, ...answers].map((params) => back('answered', params));
    return [...answered, ...statuses.map((callStatus) => ({ callStatus }))];
  }
  const { call } = play.execution;
  if (!call?.isLive) return [];
  const heard = type === 'gather-input-on-call' ? gathered(candidates, name) : (callbacks[type] ?? []);
  const inputs = heard.flatMap(([marker, ...all]) => all.map((params) => back(marker, params)));
  return [...inputs, { callStatus: 'completed' }];
}

function gathered(candidates: Candidates, name: string): readonly (readonly [string, ...Params[]])[] {
  const keys = tried(candidates, name, 'Digits', ['1']).map((value): Params => ({ Digits: value }));
  const words = tried(candidates, name, 'SpeechResult', ['zzz']).map(
    (value): Params => ({ SpeechResult: value, Confidence: '0.9' }),
  );
  return [
    ['gather', ...[...keys, ...words].filter(({ Digits, SpeechResult }) => (Digits ?? SpeechResult) !== '')],
    ['timeout', {}],
  ];
}

/** Values of `widgets.<name>.<key>` that are worth trying. */
function tried(candidates: Candidates, name: string, key: string, usual: readonly string[]): string[] {
  const values = [...(candidates.get(`widgets.${name}.${key}`) ?? [])];
  return values.length === 0 ? [...usual] : values;
}

function back(callback: string, params: Params): Input {
  return Object.keys(params).length === 0 ? { callback } : { callback, params };
}

function queueResults(): Params[] {
  return ['bridged', 'queue-full', 'system-error', 'hangup'].map((result) => ({ QueueResult: result }));
}
