import assert from 'node:assert/strict';
import { test } from 'node:test';
import twilio from 'twilio';
import type { Reply } from '../messages.ts';
import { errorReply, replyOf } from './reply.ts';
import { TwilioResponse } from './response.ts';

const twiml = '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Hi</Message></Response>';

function messaging(): unknown {
  const response = new twilio.twiml.MessagingResponse();
  response.message('Hi');
  return response;
}

const results: readonly (readonly [what: string, result: unknown, type: string, body: string])[] = [
  ['an object', { foo: 'bar' }, 'application/json', '{"foo":"bar"}'],
  ['a list', [1, 2], 'application/json', '[1,2]'],
  ['a number', 42, 'application/json', '42'],
  ['true', true, 'application/json', 'true'],
  ['false', false, 'application/json', 'false'],
  ['text', 'Hello', 'text/plain', 'Hello'],
  ['text that looks like JSON', '{"foo":1}', 'text/plain', '{"foo":1}'],
  ['empty text', '', 'text/plain', ''],
  ['null', null, 'application/json', ''],
  ['nothing', undefined, 'application/json', ''],
  ['TwiML for messages', messaging(), 'text/xml', twiml],
  [
    'TwiML for calls',
    new twilio.twiml.VoiceResponse(),
    'text/xml',
    '<?xml version="1.0" encoding="UTF-8"?><Response/>',
  ],
  ['TwiML as text', twiml, 'text/plain', twiml],
  ['bytes', Buffer.from('Grüße'), 'application/octet-stream', 'Grüße'],
  ['an object that knows its JSON', new Date(0), 'application/json', '"1970-01-01T00:00:00.000Z"'],
];

for (const [what, result, type, body] of results) {
  test(`${what} becomes status 200, ${type}`, () => {
    assert.deepEqual(replyOf(result), { status: 200, headers: { 'content-type': type }, body });
  });
}

const jsonType = 'application/json; charset=utf-8';
const responses: readonly (readonly [what: string, response: TwilioResponse, reply: Reply])[] = [
  ['nothing set', new TwilioResponse(), { status: 200, headers: { 'content-type': 'application/json' }, body: '' }],
  [
    'a status and text',
    new TwilioResponse().setStatusCode(404).setBody('not found'),
    { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' },
  ],
  [
    'a status that is text',
    new TwilioResponse().setStatusCode('201'),
    { status: 201, headers: { 'content-type': 'application/json' }, body: '' },
  ],
  [
    'an object and its own type',
    new TwilioResponse().appendHeader('Content-Type', jsonType).setBody({ created: true }),
    { status: 200, headers: { 'content-type': jsonType }, body: '{"created":true}' },
  ],
  [
    'JSON as text with its type',
    new TwilioResponse({ statusCode: 201, body: '{"created":true}', headers: { 'content-type': 'application/json' } }),
    { status: 201, headers: { 'content-type': 'application/json' }, body: '{"created":true}' },
  ],
  [
    'bytes in a charset',
    new TwilioResponse().setHeaders({ 'Content-Type': 'text/plain; charset=latin1' }).setBody(Buffer.from([0xe9])),
    { status: 200, headers: { 'content-type': 'text/plain; charset=latin1' }, body: 'é' },
  ],
  [
    'a header twice',
    new TwilioResponse().appendHeader('X-A', 'one').appendHeader('x-a', 'two').setBody('x'),
    { status: 200, headers: { 'content-type': 'text/plain', 'x-a': 'one, two' }, body: 'x' },
  ],
  [
    'cookies set and removed',
    new TwilioResponse()
      .setCookie('a', '1', ['Path=/'])
      .setCookie('b', '2')
      .setCookie('c', '3')
      .removeCookie('b')
      .setBody('x'),
    {
      status: 200,
      headers: { 'content-type': 'text/plain', 'set-cookie': 'a=1;Path=/, c=3, b=;Max-Age=0' },
      body: 'x',
    },
  ],
  [
    'headers that replace those before',
    new TwilioResponse()
      .appendHeader('X-A', 'one')
      .setHeaders({ 'X-B': ['1', '2'] })
      .setBody('x'),
    { status: 200, headers: { 'content-type': 'text/plain', 'x-b': '1, 2' }, body: 'x' },
  ],
  [
    'headers without end',
    new TwilioResponse().appendHeader('X-A', 'a'.repeat(16_000)).setBody('x'),
    { status: 431, headers: { 'content-type': 'text/plain' }, body: 'Response headers or cookies too long' },
  ],
];

for (const [what, response, reply] of responses) {
  test(`a Twilio.Response with ${what}`, () => {
    assert.deepEqual(replyOf(response), reply);
  });
}

test('a header that is an object is refused where it is set', () => {
  assert.throws(() => new TwilioResponse().appendHeader('X-A', {}), /cannot be an object/);
});

for (const status of ['yes', 99, 1000, 200.5, null]) {
  test(`the status ${JSON.stringify(status)} is refused`, () => {
    assert.throws(() => replyOf(new TwilioResponse().setStatusCode(status)), /is no status code/);
  });
}

test('what is no JSON is refused: a circle, a big integer', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  assert.throws(() => replyOf(circle), TypeError);
  assert.throws(() => replyOf({ a: 1n }), TypeError);
});

const errors: readonly (readonly [what: string, error: unknown, type: string, body: string])[] = [
  ['an error', new RangeError('too far'), 'application/json', '{"message":"too far","name":"RangeError"}'],
  ['text', 'no such member', 'text/plain', 'no such member'],
  ['an object', { code: 17 }, 'application/json', '{"code":17}'],
  ['a number', 42, 'application/json', '42'],
  ['a big integer', 1n, 'text/plain', 'the function failed with a value that cannot be shown'],
];

for (const [what, error, type, body] of errors) {
  test(`the error ${what} becomes status 500, ${type}`, () => {
    assert.deepEqual(errorReply(error), { status: 500, headers: { 'content-type': type }, body });
  });
}
