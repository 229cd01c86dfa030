/** What calls are told is what the official SDK would have written, and nothing in it is passed over. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import fc from 'fast-check';
import twilio from 'twilio';
import type { Json, JsonObject } from '../engine/json.ts';
import { elementsOf, parseTwiml, type TwimlElement, textOf } from '../twiml/index.ts';
import { connecting, inCall } from './call-fixture.ts';
import { widgets, widgetsByType } from './index.ts';

const declarations = readFileSync(
  createRequire(import.meta.url).resolve('twilio/lib/twiml/VoiceResponse.d.ts'),
  'utf8',
);

/** Properties in which everything is said, by type; several for the forms of one type. */
const documents: { type: string; properties: JsonObject }[] = [
  { type: 'say-play', properties: { say: 'Hi <break time="1s"/>', voice: 'Polly.Amy', language: 'en-GB', loop: 2 } },
  { type: 'say-play', properties: { play: 'https://example.com/a.mp3?a=1&b=2', loop: 2 } },
  { type: 'say-play', properties: { digits: '1w2W#' } },
  {
    type: 'gather-input-on-call',
    properties: { say: 'Say it', timeout: 5, number_of_digits: 2, hints: 'a, b', speech_model: 'phone_call' },
  },
  { type: 'gather-input-on-call', properties: { play: 'https://example.com/a.mp3', stop_gather: false } },
  ...['number', 'number-multi', 'client', 'conference', 'sim'].map((noun) => ({
    type: 'connect-call-to',
    properties: { noun, to: 'a,b', caller_id: '+1', timeout: 9, time_limit: '60', record: true },
  })),
  {
    type: 'connect-call-to',
    properties: { noun: 'sip', sip_endpoint: 'sip:a@b', sip_username: 'u', sip_password: 'p' },
  },
  {
    type: 'record-voicemail',
    properties: {
      transcribe: true,
      transcription_callback_url: 'https://t',
      recording_status_callback_url: 'https://r',
      finish_on_key: '#',
    },
  },
  { type: 'enqueue-call', properties: { queue_name: 'q', wait_url: 'https://w', wait_url_method: 'POST' } },
  { type: 'enqueue-call', properties: { workflow_sid: 'WW1', priority: 1, timeout: 9, task_attributes: '{"a":"<"}' } },
  { type: 'send-to-flex', properties: { workflow: 'WW1', channel: 'TC1', waitUrl: 'https://w', waitUrlMethod: 'GET' } },
  {
    type: 'capture-payments',
    properties: {
      payment_connector: 'c',
      payment_amount: '1.50',
      description: 'd',
      payment_method: 'ACH_DEBIT',
      bank_account_type: 'CONSUMER_SAVINGS',
      language: 'en-US',
      min_postal_code_length: 5,
      valid_card_types: ['visa', 'master-card'],
      parameters: [{ key: 'k', value: 'v' }],
    },
  },
  {
    type: 'fork-stream',
    properties: {
      stream_action: 'start',
      stream_name: 's',
      stream_url: 'wss://s',
      stream_track: 'both_tracks',
      stream_parameters: [{ key: 'k', value: 'v' }],
    },
  },
  {
    type: 'fork-stream',
    properties: { stream_action: 'start', stream_transport_type: 'siprec', stream_name: 's', stream_connector: 'c' },
  },
  { type: 'fork-stream', properties: { stream_action: 'stop', stream_name: 's' } },
  { type: 'fork-stream', properties: { stream_action: 'stop', stream_transport_type: 'siprec', stream_name: 's' } },
  {
    type: 'connect-virtual-agent',
    properties: { connector: 'c', language: 'en-US', sentiment_analysis: 'true', status_callback: 'https://s' },
  },
  {
    type: 'connect-virtual-agent-v2',
    properties: {
      connector_name: 'c',
      status_callback: 'https://s',
      configurations: [{ key: 'language', value: 'en-US' }],
      parameters: [{ key: 'k', value: 'v' }],
      session_behavior: 'resume_session',
      resume_session_identification_value: 'u',
      resume_session_event_name: 'e',
    },
  },
  {
    type: 'run-conversation-relay',
    properties: {
      url: 'wss://r',
      welcome_greeting: 'Hi',
      tts_provider: 'Google',
      voice: 'v',
      language: 'en-US',
      transcription_provider: 'Google',
      speech_model: 'm',
      dtmf_detection: 'true',
      interruptible: 'true',
      parameters: [{ key: 'k', value: 'v' }],
    },
  },
  { type: 'add-twiml-redirect', properties: { url: 'https://example.com/?a=1&b=2', method: 'GET' } },
];

/** Widgets that speak to a call by its verbs. */
const speaking = widgets.filter(({ needsCall, type }) => needsCall && type !== 'record-call');

test('every widget of a call is here', () => {
  const types = new Set(documents.map(({ type }) => type));
  assert.deepEqual(
    [...types].sort(),
    [...speaking.map(({ type }) => type), 'add-twiml-redirect', 'send-to-flex'].sort(),
  );
});

for (const { type, properties } of documents) {
  test(`${type} with ${JSON.stringify(properties)} is as the SDK writes it`, () => {
    const text = documentOf(type, properties);
    const read = parseTwiml(text, 'voice');
    assert.ok(read.ok);
    assert.deepEqual(read.warnings, []);
    const response = new twilio.twiml.VoiceResponse();
    for (const verb of read.verbs) write(response, verb);
    assert.equal(response.toString(), text);
  });
}

const anyValue: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('true', '5', 'number-multi', 'start', '<break/>', '<a>', '&', '{"a":1}', 'wss://a', 'https://a'),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

for (const widget of speaking) {
  test(`${widget.type} with any properties gives a document that is read, or leaves`, () => {
    const record = Object.fromEntries(Object.keys(widget.properties.properties).map((name) => [name, anyValue]));
    fc.assert(
      fc.property(fc.record(record, { requiredKeys: [] }), (properties) => {
        const play = inCall(widget, properties as JsonObject);
        if (play.twiml === undefined) assert.ok(play.event !== undefined);
        else assert.ok(parseTwiml(play.twiml, 'voice').ok, play.twiml);
      }),
      { numRuns: 50 },
    );
  });
}

function documentOf(type: string, properties: JsonObject): string {
  const widget = widgetsByType.get(type);
  assert.ok(widget);
  const events = Object.keys(widget.events);
  return inCall(widget, properties, connecting(events, events)).twiml ?? '';
}

type Writer = { readonly [method: string]: (attributes: object, text?: string) => Writer };

/** Says by the SDK's own methods what the element says. */
function write(parent: object, element: TwimlElement): void {
  const { name, attributes } = element;
  const declared = new RegExp(`export interface (?:Ssml)?${name}Attributes \\{(.*?)\\n    \\}`, 'is').exec(
    declarations,
  )?.[1];
  for (const attribute of Object.keys(attributes)) {
    assert.match(declared ?? '', new RegExp(`^ {8}"?${attribute}"?\\?:`, 'm'), `${name} ${attribute}`);
  }
  const method = name.charAt(0).toLowerCase() + name.slice(1);
  const make = (parent as Writer)[method];
  assert.equal(typeof make, 'function', `${name} in ${parent.constructor.name}`);
  const text = textOf(element);
  const made = text === '' ? make?.call(parent, attributes) : make?.call(parent, attributes, text);
  for (const child of elementsOf(element)) write(made ?? {}, child);
}
