/** Gather Input On Call: asks the caller and waits for keys or speech. */

import { type ContextChange, valueAt } from '../engine/context.ts';
import { transitionOf } from '../engine/definition.ts';
import type { WebhookParams } from '../engine/events.ts';
import { booleanText, fields, flag, integer, optional, template, text } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, readerOf, redirectTo } from './call-twiml.ts';
import { spoken } from './spoken.ts';

/** What the caller gave, of the parameters of the callback. */
const inputKeys: readonly string[] = ['Digits', 'SpeechResult', 'Confidence'];

const properties = fields({
  say: optional(template({ title: 'Text to say', description: 'Text or SSML', lines: 3 })),
  play: optional(template({ title: 'URL of audio file' })),
  voice: optional(template({ title: 'Voice', default: 'alice' })),
  language: optional(template({ title: 'Language', default: 'en-US' })),
  loop: optional(integer({ title: 'Times to repeat', default: 1, minimum: 1, maximum: 99 })),
  timeout: optional(
    integer({ title: 'Stop gathering after', description: 'Seconds', default: 5, minimum: 0, maximum: 30 }),
  ),
  stop_gather: optional(flag({ title: 'Stop gathering on a key', default: true })),
  finish_on_key: optional(template({ title: 'Finish key', description: 'One of 0-9 # *', default: '#' })),
  number_of_digits: optional(
    integer({ title: 'Stop gathering after digits', description: 'Absent: no limit', minimum: 0, maximum: 30 }),
  ),
  gather_language: optional(template({ title: 'Speech recognition language', default: 'en-US' })),
  hints: optional(template({ title: 'Speech recognition hints', description: 'Phrases, comma separated' })),
  profanity_filter: optional(booleanText({ title: 'Profanity filter', default: 'true' })),
  speech_model: optional(
    template({ title: 'Speech model', description: 'E.g. default, numbers_and_commands, phone_call' }),
  ),
  speech_timeout: optional(template({ title: 'Speech timeout', description: 'auto or seconds', default: 'auto' })),
  save_response_as: optional(text({ title: 'Save response as', description: 'Old; has no effect' })),
});

type GatherContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const gatherInputOnCall = defineWidget({
  type: 'gather-input-on-call',
  title: 'Gather Input On Call',
  summary: 'Plays a prompt and waits for keys; for speech too, if `speech` is connected.',
  source: 'https://www.twilio.com/docs/studio/widget-library/gather-input-call',
  channels: ['call'],
  properties,
  events: {
    keypress: 'Keys were pressed',
    speech: 'Something was said; recognised only if this is connected',
    timeout: 'Neither came in time',
  },
  outputs: {
    Digits: 'Keys pressed, without the finish key',
    SpeechResult: 'What was said',
    Confidence: 'How sure the recognition is, 0.0 to 1.0',
    ...callOutputs,
  },
  example: { say: 'Press 1 for sales.', timeout: 5, stop_gather: true, finish_on_key: '#', number_of_digits: 1 },
  worked: {
    start: { event: 'incomingCall' },
    inputs: [{ flowEvent: 'gather', params: { Digits: '1' } }],
    event: 'keypress',
  },
  needsCall: true,

  enter(context) {
    const { number, count, flag } = readerOf(context);
    const timeout = number('timeout', 5);
    const isListening = transitionOf(context.state, 'speech')?.next !== undefined;
    const attributes = {
      ...actionOf(context, 'gather'),
      // Connecting `speech` is what switches it on (inferred, voice page §2).
      input: isListening ? 'dtmf speech' : 'dtmf',
      timeout: String(timeout),
      finishOnKey: flag('stop_gather', true) ? finishKey(context) : '',
      numDigits: count('number_of_digits'),
      ...(isListening ? recognition(context, timeout) : {}),
    };
    const gather = element('Gather', attributes, ...spoken(context));
    return wait({ twiml: buildTwiml([gather, redirectTo(context, 'timeout')]) });
  },

  on: {
    flowEvent(context) {
      const { name, params } = context;
      const event = name === 'gather' ? inputOf(params) : name;
      if (event === 'keypress' || event === 'speech') {
        return transition(event, params, { changes: withoutOldInput(context, params) });
      }
      return event === 'timeout' ? transition(event, withoutInput(params)) : undefined;
    },
  },
});

/** `""` is a finish key too: none. */
function finishKey({ properties: { finish_on_key: key }, render }: GatherContext): string {
  return key === undefined || key === null ? '#' : render(key).trim();
}

function recognition(context: GatherContext, timeoutSeconds: number) {
  const { text, flag } = readerOf(context);
  const model = text('speech_model');
  const speechModel = model === 'default' ? undefined : model;
  const speechTimeout = text('speech_timeout') ?? 'auto';
  return {
    language: text('gather_language') ?? 'en-US',
    hints: text('hints'),
    // A model refuses `auto`, which flows nearly always hold: the time without keys stands for it (inferred, voice page §2).
    speechTimeout: speechModel && speechTimeout === 'auto' ? String(Math.max(1, timeoutSeconds)) : speechTimeout,
    profanityFilter: String(flag('profanity_filter', true)),
    speechModel,
  };
}

/** The finish key alone leaves `Digits` empty: no input (inferred, voice page §2). */
function inputOf({ Digits: digits, SpeechResult: speech }: WebhookParams) {
  if (isText(digits)) return 'keypress';
  return isText(speech) ? 'speech' : 'timeout';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Input of an earlier visit that the new one does not replace would be taken for it (inferred, `gatherClearsInput`). */
function withoutOldInput({ settings, context, state }: GatherContext, params: WebhookParams): ContextChange[] {
  if (!settings.gatherClearsInput) return [];
  return inputKeys
    .filter((key) => !Object.hasOwn(params, key))
    .map((key) => ({ path: ['widgets', state.name, key] }))
    .filter(({ path }) => valueAt(context, path) !== undefined);
}

function withoutInput(params: WebhookParams): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !inputKeys.includes(name)));
}
