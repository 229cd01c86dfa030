import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../engine/json.ts';
import { widgets } from '../../widgets/index.ts';
import { authorText, type BodyLine, chipLabel } from './body-text.ts';
import { type CardFacts, cardBody } from './card-body.ts';
import { anyFlow, realFlows, state } from './flow-fixture.ts';

/** A line as the reader sees it; chips stand in brackets. */
function seen({ parts, icon, more }: BodyLine): string {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : `[${part.label}]`)).join('');
  return [icon && `(${icon})`, text, more].filter(Boolean).join(' ');
}

const examples: { readonly [type: string]: readonly string[] } = {
  trigger: ['No number points here'],
  'send-message': ['Hello [data · name]!'],
  'send-and-wait-for-reply': ['What is your name?', 'Waits 1 h'],
  'split-based-on': ['[trigger · Body]', '0 conditions'],
  'set-variables': ['tries = [variables · tries]'],
  'make-http-request': ['GET https://example.com/members?number=[contact · address]'],
  'run-function': ['/store', '1 parameter'],
  'run-function-v2': ['/store', '1 parameter'],
  'run-subflow': ['FW00000000000000000000000000000000', 'latest published', '1 parameter'],
  'send-to-flex': ['Workflow WW00000000000000000000000000000000', 'channel TC00000000000000000000000000000000'],
  'add-twiml-redirect': ['POST https://example.com/twiml?flow=[flow · flow_sid]', 'Waits 4 h'],
  'start-conversation': ['Service IS00000000000000000000000000000000', '1 participant'],
  'resume-conversation': ['Service IS00000000000000000000000000000000'],
  'create-task': ['workflow = WW00000000000000000000000000000000', 'attributes = {"name":"[contact · address]"}'],
  'create-chat-channel': [
    'service = IS00000000000000000000000000000000',
    'friendly_name = Talk with [contact · address]',
  ],
  'add-member-to-chat-channel': [
    'service = IS00000000000000000000000000000000',
    'channel = CH00000000000000000000000000000000',
    'identity = agent',
  ],
  'update-sync-object': ['unique_name = visits-[contact · address]'],
  understand: ['Kept as it is. Atelier can not run this type.', 'understand'],
  'send-to-auto-pilot': ['Kept as it is. Atelier can not run this type.', 'send-to-auto-pilot'],
  'say-play': ['(speech) Hello [contact · address]', 'Polly.Joanna'],
  'gather-input-on-call': ['(speech) Press 1 for sales.', '1 digit, # ends, 5 s'],
  'connect-call-to': ['Number +15550001000', 'rings 30 s'],
  'make-outgoing-call-v2': ['to [contact · address]', 'rings 1 min'],
  'make-outgoing-call-v1': ['to [contact · address]', 'rings 1 min'],
  'record-voicemail': ['at most 2 min', 'ends after 5 s of silence', 'beep'],
  'record-call': ['Start'],
  'enqueue-call': ['Queue support'],
  'capture-payments': ['stripe_1', '[variables · amount] USD', '2 attempts'],
  'fork-stream': ['Start s1', 'wss://audio.example.com/in'],
  'connect-virtual-agent': ['Connector dialogflow-es'],
  'connect-virtual-agent-v2': ['Connector cx_prod'],
  'run-conversation-relay': ['wss://relay.example.com/flow', '(speech) Hello!'],
};

for (const { type, example } of widgets) {
  test(`${type}: what the card of its example says`, () => {
    assert.deepEqual(cardBody(state(type, example)).map(seen), examples[type]);
  });
}

interface Case {
  readonly title: string;
  readonly type: string;
  readonly has: JsonObject;
  readonly facts?: CardFacts;
  readonly says: readonly string[];
}

const variables = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, value: '1' }));
const names: CardFacts = { nameOf: (sid) => ({ FW1: 'Menu', ZH1: 'store answer', WW1: 'Support' })[sid] };

const cases: readonly Case[] = [
  {
    title: 'numbers that point to the flow',
    type: 'trigger',
    has: {},
    facts: { numbers: ['+15550001234', '+15550001235', '+15550001236'] },
    says: ['+15550001234 and 2 more'],
  },
  {
    title: 'more variables than lines',
    type: 'set-variables',
    has: { variables },
    says: ['a = 1', 'b = 1', 'c = 1 +2'],
  },
  {
    title: 'a message with media to somebody else',
    type: 'send-message',
    has: { body: 'Hi', media_url: 'https://example.com/a.png', to: '+15550001001' },
    says: ['(clip) Hi', 'to +15550001001'],
  },
  {
    title: 'a message to the contact does not say so',
    type: 'send-message',
    has: { body: 'Hi', to: '{{ contact.channel.address }}' },
    says: ['Hi'],
  },
  {
    title: 'a message of media alone',
    type: 'send-message',
    has: { body: '', media_url: 'https://example.com/a.png' },
    says: ['(clip) https://example.com/a.png'],
  },
  {
    title: 'a content template',
    type: 'send-message',
    has: { message_type: 'content_template', content_sid: 'HX1', content_variables: [{ key: '1', value: 'x' }] },
    says: ['Template HX1', '1 variable'],
  },
  {
    title: 'a timeout that is a template',
    type: 'send-and-wait-for-reply',
    has: { body: 'Hi', timeout: '{{flow.variables.wait}}' },
    says: ['Hi', 'Waits [variables · wait]'],
  },
  {
    title: 'a file that is played three times',
    type: 'say-play',
    has: { play: 'https://example.com/sounds/hello.mp3?v=2', loop: 3 },
    says: ['(sound) hello.mp3', '×3'],
  },
  { title: 'keys that are sent', type: 'say-play', has: { digits: '1ww2' }, says: ['(keys) 1ww2'] },
  {
    title: 'a recorded call to a SIP endpoint',
    type: 'connect-call-to',
    has: { noun: 'sip', sip_endpoint: 'sip:a@example.com', timeout: 20, record: true },
    says: ['SIP sip:a@example.com', 'rings 20 s', '(record) recorded'],
  },
  {
    title: 'a call that detects machines',
    type: 'make-outgoing-call-v2',
    has: { to: '+15550001001', timeout: 90, detect_answering_machine: true },
    says: ['to +15550001001', 'rings 1 min 30 s, detects machines'],
  },
  {
    title: 'a voicemail without a beep, written down',
    type: 'record-voicemail',
    has: { max_length: 5400, timeout: 65, play_beep: 'false', transcribe: true },
    says: ['at most 1 h 30 min', 'ends after 1 min 05 s of silence', 'no beep, transcribed'],
  },
  {
    title: 'a call for a workflow, by its name',
    type: 'enqueue-call',
    has: { workflow_sid: 'WW1', priority: 3 },
    facts: names,
    says: ['Workflow Support', 'priority 3'],
  },
  {
    title: 'a subflow at a revision, by its name',
    type: 'run-subflow',
    has: { flow_sid: 'FW1', flow_revision: '7' },
    facts: names,
    says: ['Menu', 'revision 7'],
  },
  {
    title: 'a function by its name',
    type: 'run-function',
    has: { function_sid: 'ZH1', url: 'https://example.com/a' },
    facts: names,
    says: ['store answer'],
  },
  {
    title: 'a function at an address that is a template',
    type: 'run-function',
    has: { url: 'https://{{flow.variables.host}}/a' },
    says: ['https://[variables · host]/a'],
  },
  {
    title: 'a request with a content type',
    type: 'make-http-request',
    has: { method: 'POST', url: 'https://example.com/a', content_type: 'application/json;charset=utf-8' },
    says: ['POST https://example.com/a', 'application/json'],
  },
];

for (const { title, type, has, facts, says } of cases) {
  test(title, () => assert.deepEqual(cardBody(state(type, has), facts).map(seen), says));
}

const chips = [
  ['widgets.ask_day.inbound.Body', 'ask_day · Body'],
  ['widgets["ask day"].inbound.Body | upcase', 'ask day · Body'],
  ["widgets['ask.day'].Digits", 'ask.day · Digits'],
  ['widgets.get.parsed[0].name', 'get · name'],
  ['flow.variables.tries | plus: 1', 'variables · tries'],
  ['flow.flow_sid', 'flow · flow_sid'],
  ['trigger.message.Body', 'trigger · Body'],
  ['name', 'name'],
  ['', ''],
] as const;

for (const [expression, label] of chips) {
  test(`{{${expression}}} is the chip ${JSON.stringify(label)}`, () => assert.equal(chipLabel(expression), label));
}

test('the chip keeps the whole expression', () => {
  assert.deepEqual(authorText('Hi {{- widgets.a.b | upcase -}}\n!'), [
    { kind: 'text', text: 'Hi ' },
    { kind: 'chip', label: 'a · b', expression: 'widgets.a.b | upcase' },
    { kind: 'text', text: ' !' },
  ]);
});

test('a long text is cut between words', () => {
  const [part] = authorText('word '.repeat(500), 3);
  assert.ok(part?.kind === 'text' && part.text.length <= 481 && part.text.endsWith('word…'));
});

test('no body is more than three lines high, whatever the flow', () => {
  const height = (lines: readonly BodyLine[]) => lines.reduce((sum, each) => sum + each.lines, 0);
  for (const { states } of realFlows.values()) for (const each of states) assert.ok(height(cardBody(each)) <= 3);
  const anyProperties = fc.dictionary(
    fc.constantFrom(
      ...['body', 'to', 'media_url', 'say', 'url', 'variables', 'timeout', 'loop', 'record', 'parameters', 'method'],
      ...['content_type', 'flow_revision', 'finish_on_key', 'noun', 'priority', 'currency', 'payment_amount'],
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(anyFlow, anyProperties, ({ states }, properties) => {
      for (const each of states) {
        const changed = { ...each, properties: properties as JsonObject };
        assert.ok(height(cardBody(changed)) <= 3, each.type);
      }
    }),
  );
});
