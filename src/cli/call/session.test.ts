import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../engine/json.ts';
import { atelier, file } from '../io-fixture.ts';
import { call, flow, over, say, state, trigger } from './call-fixture.ts';

const number = '+15550007777';

/** A flow of one widget for callers. */
const single = (type: string, properties: JsonObject, event: string, next = '') =>
  flow(trigger({ incomingCall: 'one', incomingRequest: 'one' }), state('one', type, properties, { [event]: next }));

const more: readonly {
  readonly says: string;
  readonly definition: JsonObject;
  readonly type: readonly string[];
  readonly out: readonly string[];
}[] = [
  {
    says: 'an agent takes the caller out of a queue',
    definition: single('enqueue-call', { queue_name: 'support' }, 'callComplete'),
    type: [':wait 5s', ':agent', 'hello', `:at ${number} Good morning`, `:at ${number} :hangup`],
    out: [
      '-- the call is answered',
      '-- waits in the queue "support" as number 1',
      ':wait 5s',
      ':agent',
      `-- ${number} it rings`,
      `-- ${number} the call is answered`,
      `-- ${number} talks with +15550002222`,
      'you: “hello”',
      `-- ${number} hears +15550002222: “hello”`,
      `:at ${number} Good morning`,
      `${number} you: “Good morning”`,
      `-- hears ${number}: “Good morning”`,
      `:at ${number} :hangup`,
      '-- the call is over: completed, 5s',
      `-- ${number} the call is over: completed, 0s`,
      '-- the run has ended: FLOW_END',
    ],
  },
  {
    says: 'words to a Gather that takes keys only are told',
    definition: single('gather-input-on-call', { say: 'Key?', timeout: 5, stop_gather: true }, 'keypress'),
    type: ['one'],
    out: [
      '-- the call is answered',
      'flow: Key?',
      'you: “one”',
      '-- this Gather takes keys only',
      '-- the flow waits in "one"',
    ],
  },
  {
    says: 'nobody is waited for while a machine is looked for',
    definition: flow(
      trigger({ incomingRequest: 'make' }),
      state(
        'make',
        'make-outgoing-call-v2',
        {
          from: '{{flow.channel.address}}',
          to: '{{contact.channel.address}}',
          timeout: 20,
          detect_answering_machine: true,
        },
        { answered: 'who' },
      ),
      say('who', '{{widgets.make.AnsweredBy}}'),
    ),
    type: [':request', ':answer machine'],
    out: [
      '-- the trigger leads nowhere on incomingCall; :request starts the flow by REST, :call calls it all the same',
      ':request',
      '-- it rings: :answer, :busy, :no-answer or :reject',
      ':answer machine',
      '-- the call is answered',
      '-- the carrier takes it for machine_start',
      'flow: machine_start',
      ...over('5s'),
    ],
  },
  {
    says: 'keys of the flow are tones',
    definition: single('say-play', { digits: '12ww#' }, 'audioComplete'),
    type: [],
    out: ['-- the call is answered', 'flow: *tones 12ww#*', ...over('2s')],
  },
  {
    says: 'the TwiML in force is shown, and its faults have a place',
    definition: single('add-twiml-redirect', { url: 'https://example.com/twiml' }, 'return'),
    type: [':http 200 <Response><Gather><Bark/></Gather></Response>', ':twiml', ':hangup', ':twiml'],
    out: [
      'twiml: POST https://example.com/twiml',
      ':http 200 <Response><Gather><Bark/></Gather></Response>',
      'problem: 13320 Bark may not stand in Gather (line 1, column 19) (https://example.com/twiml)',
      '-- the call is answered',
      ':twiml',
      '<Response><Gather><Bark/></Gather></Response>',
      ':hangup',
      '-- the call is over: completed, 0s',
      'problem: 81002 The call ended while the flow was in "one", which has no event for it.',
      '-- the run has ended: HANGUP',
      ':twiml',
      'error: you are in no call that has TwiML',
    ],
  },
];
for (const { says, definition, type, out } of more) {
  test(`a script: ${says}`, async (t) => {
    const { lines } = await call(t, definition, type);
    assert.deepEqual(lines.slice(1), out);
  });
}

const waits: readonly {
  readonly type: string;
  readonly properties: JsonObject;
  /** Which is connected. */
  readonly event?: string;
  readonly note: string;
}[] = [
  {
    type: 'gather-input-on-call',
    properties: { say: 'Key?', timeout: 5, number_of_digits: 1, speech_timeout: 'auto' },
    event: 'speech',
    note: 'it waits 5 s for a key or words',
  },
  {
    type: 'gather-input-on-call',
    properties: { say: 'Keys?', timeout: 4, stop_gather: true, finish_on_key: '#' },
    note: 'it waits 4 s for keys, the last may be #',
  },
  {
    type: 'record-voicemail',
    properties: { timeout: 5 },
    note: 'it records: :record 12s leaves a message, :wait says nothing, :hangup',
  },
  {
    type: 'enqueue-call',
    properties: { queue_name: 'support' },
    note: 'you wait in the queue "support": :agent takes you out of it',
  },
  {
    type: 'connect-virtual-agent',
    properties: { connector: 'bot' },
    note: 'an agent listens: :outcome is how it ends',
  },
  {
    type: 'make-http-request',
    properties: { method: 'GET', url: 'https://example.com/' },
    note: 'type its answer, e.g. :http 200 {"name":"Ann"}',
  },
];
for (const { type, properties, event = 'keypress', note } of waits) {
  test(`a terminal says what is waited for: ${note}`, async (t) => {
    const path = file(t, 'flow.json', single(type, properties, event, 'one'));
    const { out } = await atelier(['call', path], '', { isTerminal: true });
    assert.ok(out.split('\n').includes(`-- ${note}`), out);
  });
}
