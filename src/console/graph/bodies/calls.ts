import { toBoolean } from '../../../engine/fields.ts';
import type { Json, JsonObject } from '../../../engine/json.ts';
import { cardTexts } from '../../texts/cards.ts';
import { authorText, type BodyLine, type BodyPart, joined, line, plain, property, textOr } from '../body-text.ts';
import type { CardBody } from '../card-body.ts';

const separator = ', ';

export const callBodies: { readonly [type: string]: CardBody } = {
  'say-play': ({ properties }) => {
    const loop = property(properties, 'loop');
    const times = loop === undefined || loop === 1 ? [] : plain(cardTexts.times(textOr('1', loop)));
    return [...prompt(properties), ...line(joined([times, authorText(property(properties, 'voice'))], separator))];
  },

  'gather-input-on-call': ({ properties }) => {
    const digits = property(properties, 'number_of_digits');
    const facts = [
      typeof digits === 'number' ? plain(cardTexts.digitCount(digits)) : [],
      plain(cardTexts.keyEnds(textOr('#', property(properties, 'finish_on_key')))),
      secondsOf(properties, 'timeout', 5, cardTexts.duration),
    ];
    return [...prompt(properties), ...line(joined(facts, separator))];
  },

  'connect-call-to': ({ properties }) => {
    const noun = textOr('number', property(properties, 'noun'));
    const kind = Object.hasOwn(cardTexts.nouns, noun) ? (cardTexts.nouns[noun] ?? noun) : noun;
    const target = property(properties, noun === 'sip' ? 'sip_endpoint' : 'to');
    const rings = secondsOf(properties, 'timeout', 30, cardTexts.rings);
    return [...line(joined([plain(kind), authorText(target)], ' ')), ...line(rings), ...recorded(properties)];
  },

  'make-outgoing-call-v2': outgoing,
  'make-outgoing-call-v1': outgoing,

  'record-voicemail': ({ properties }) => {
    const beep = toBoolean(property(properties, 'play_beep'), true) ? cardTexts.beep : cardTexts.noBeep;
    const transcribed = toBoolean(property(properties, 'transcribe'), false) ? plain(cardTexts.transcribed) : [];
    return [
      ...line(secondsOf(properties, 'max_length', 3600, cardTexts.atMost)),
      ...line(secondsOf(properties, 'timeout', 5, cardTexts.silence)),
      ...line(joined([plain(beep), transcribed], separator)),
    ];
  },

  'record-call': ({ properties }) =>
    line(plain(toBoolean(property(properties, 'record_call'), false) ? cardTexts.start : cardTexts.stop)),

  'enqueue-call': ({ properties }, { nameOf }) => {
    const workflow = property(properties, 'workflow_sid');
    const queue = property(properties, 'queue_name');
    const target =
      queue === undefined && workflow !== undefined
        ? [plain(cardTexts.workflow), named(workflow, nameOf)]
        : [plain(cardTexts.queue), authorText(queue)];
    const priority = property(properties, 'priority');
    return [
      ...line(joined(target, ' ')),
      ...(priority === undefined || priority === 0 ? [] : line(plain(cardTexts.priority(textOr('0', priority))))),
    ];
  },

  'capture-payments': ({ properties }) => {
    const amount = property(properties, 'payment_amount');
    const currency = amount === undefined ? [] : plain(textOr('usd', property(properties, 'currency')).toUpperCase());
    const attempts = property(properties, 'max_attempts');
    return [
      ...line(authorText(property(properties, 'payment_connector'))),
      ...line(joined([authorText(amount), currency], ' ')),
      ...line(plain(cardTexts.attemptCount(typeof attempts === 'number' ? attempts : 2))),
    ];
  },

  'fork-stream': ({ properties }) => {
    const action = property(properties, 'stream_action') === 'stop' ? cardTexts.stop : cardTexts.start;
    return [
      ...line(joined([plain(action), authorText(property(properties, 'stream_name'))], ' ')),
      ...line(authorText(property(properties, 'stream_url') ?? property(properties, 'stream_connector'))),
    ];
  },

  'connect-virtual-agent': ({ properties }) => connector(property(properties, 'connector')),
  'connect-virtual-agent-v2': ({ properties }) => connector(property(properties, 'connector_name')),

  'run-conversation-relay': ({ properties }) => [
    ...line(authorText(property(properties, 'url'))),
    ...line(authorText(property(properties, 'welcome_greeting'), 2), { lines: 2, icon: 'speech' }),
  ],
};

function outgoing(...[{ properties }]: Parameters<CardBody>): BodyLine[] {
  const to = authorText(property(properties, 'to') ?? '{{contact.channel.address}}');
  const detects = toBoolean(property(properties, 'detect_answering_machine'), false);
  const rings = secondsOf(properties, 'timeout', 60, cardTexts.rings);
  return [
    ...line([...plain(`${cardTexts.to} `), ...to]),
    ...line(joined([rings, detects ? plain(cardTexts.detectsMachines) : []], separator)),
    ...recorded(properties),
  ];
}

/** What the caller hears: one of text, file and keys. */
function prompt(properties: JsonObject): BodyLine[] {
  const heard = [
    { key: 'say', icon: 'speech' },
    { key: 'play', icon: 'sound' },
    { key: 'digits', icon: 'keys' },
  ] as const;
  const found = heard.find(({ key }) => property(properties, key) !== undefined);
  if (found === undefined) return [];
  const value = property(properties, found.key);
  const shown = found.key === 'play' && typeof value === 'string' ? fileName(value) : value;
  return line(authorText(shown, 2), { lines: 2, icon: found.icon });
}

/** The last part of an address without Liquid. */
function fileName(url: string): string {
  const [path = ''] = url.split(/[?#]/);
  return url.includes('{') ? url : path.slice(path.lastIndexOf('/') + 1) || url;
}

function connector(name: Json | undefined): BodyLine[] {
  return line(joined([plain(cardTexts.connector), authorText(name)], ' '));
}

function recorded(properties: JsonObject): BodyLine[] {
  return toBoolean(property(properties, 'record'), false) ? line(plain(cardTexts.recorded), { icon: 'record' }) : [];
}

function secondsOf(
  properties: JsonObject,
  key: string,
  fallback: number,
  words: (seconds: number) => string,
): readonly BodyPart[] {
  const value = property(properties, key) ?? fallback;
  return typeof value === 'number' ? plain(words(value)) : authorText(value);
}

function named(sid: Json, nameOf: ((sid: string) => string | undefined) | undefined): readonly BodyPart[] {
  return authorText((typeof sid === 'string' && nameOf?.(sid)) || sid);
}
