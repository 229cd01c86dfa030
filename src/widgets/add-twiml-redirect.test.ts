import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playWidget } from '../testing/index.ts';
import { addTwimlRedirect } from './add-twiml-redirect.ts';

const url = 'https://example.com/twiml?a=1&b=2';

function redirect(properties: JsonObject = {}, options: PlayWidgetOptions = {}) {
  return playWidget(addTwimlRedirect, { url, ...properties }, options);
}

function document(method: string, target = 'https://example.com/twiml?a=1&amp;b=2') {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Redirect method="${method}">${target}</Redirect></Response>`;
}

test('the open webhook is answered with the redirect; POST unless said', () => {
  for (const start of [{}, { event: 'incomingCall' as const }]) {
    const play = redirect({}, { start });
    assert.deepEqual([play.twiml, play.waitsIn, play.sent], [document('POST'), 'widget', []]);
  }
});

const methods = { GET: 'GET', post: 'POST', '': 'POST', '{{trigger.message.Body}}': 'GET' };
for (const [method, used] of Object.entries(methods)) {
  test(`method ${JSON.stringify(method)} is ${used}`, () => {
    assert.equal(redirect({ method }, { start: { body: 'GET' } }).twiml, document(used));
  });
}

test('the URL is rendered, and nothing is encoded by itself', () => {
  const play = redirect(
    { url: 'https://a.example/?b={{trigger.message.Body}}&c={{trigger.message.Body | url_encode}}' },
    { start: { body: 'x y<' } },
  );
  assert.equal(play.twiml, document('POST', 'https://a.example/?b=x y&lt;&amp;c=x+y%3C'));
});

test('scenario 21: what comes back with FlowEvent=return in time is written', () => {
  const play = redirect({ timeout: '5' });
  play.elapse(4);
  play.flowEvent('return', { foo: 'bar', From: '+1' });
  assert.deepEqual([play.event, play.output, play.status], ['return', { foo: 'bar', From: '+1' }, 'ended']);
  play.elapse(10);
  assert.equal(play.steps.length, 2);
});

const timeouts: [timeout: JsonObject[string] | undefined, seconds: number][] = [
  [undefined, 14_400],
  ['', 14_400],
  ['x', 14_400],
  ['5', 5],
  [7, 7],
  ['{{trigger.message.Body}}', 77],
  ['99999', 14_400],
];
for (const [timeout, seconds] of timeouts) {
  test(`timeout ${JSON.stringify(timeout)} is ${seconds} seconds`, () => {
    const play = redirect(timeout === undefined ? {} : { timeout }, { start: { body: '77' } });
    play.elapse(seconds - 1);
    assert.equal(play.event, undefined);
    play.elapse(1);
    assert.deepEqual([play.event, play.output], ['timeout', undefined]);
  });
}

test('timeout 0 ends the run; its step is named timeout and the transition is not followed', () => {
  const options: PlayWidgetOptions = {
    transitions: [{ event: 'timeout', next: 'more' }],
    states: [{ name: 'more', type: 'send-message', properties: { body: 'x' }, transitions: [] }],
  };
  const play = redirect({ timeout: '0' }, options);
  assert.equal(play.twiml, document('POST'));
  assert.deepEqual(
    [play.status, play.endedReason, play.steps.at(-1)?.event, play.steps.at(-1)?.transitionedTo],
    ['ended', 'FLOW_END', 'timeout', 'Ended'],
  );

  const followed = redirect({ timeout: '0' }, { ...options, settings: { redirectZeroTimeout: 'timeout' } });
  assert.deepEqual([followed.event, followed.steps.at(-1)?.transitionedFrom], ['timeout', 'more']);
});

for (const target of ['nowhere', '', '{{flow.data.none}}', 'ftp://a.example/']) {
  test(`the URL ${JSON.stringify(target)} is fail`, () => {
    const play = redirect({ url: target });
    assert.deepEqual([play.event, play.twiml, play.output], ['fail', undefined, undefined]);
  });
}

test('a template that cannot be rendered is fail with 81018', () => {
  const play = redirect({ url: '{% nope %}' });
  assert.deepEqual([play.event, play.problems.map(({ code }) => code)], ['fail', [81018]]);
});

test('no webhook is open in a REST run, nor after a timeout: fail with 81020', () => {
  const rest = redirect({}, { start: { event: 'incomingRequest' } });
  assert.deepEqual([rest.event, rest.problems.map(({ code }) => code)], ['fail', [81020]]);

  const states = [
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { body: '?', timeout: '60' },
      transitions: [{ event: 'timeout', next: 'late' }],
    },
    { name: 'late', type: 'add-twiml-redirect', properties: { url }, transitions: [] },
  ];
  const late = redirect({}, { states, transitions: [{ event: 'return', next: 'ask' }] });
  late.flowEvent('return');
  late.elapse(60);
  assert.deepEqual([late.steps.at(-1)?.transitionedFrom, late.steps.at(-1)?.event], ['late', 'fail']);
});

test('the webhook is still open behind a message or a request, and open again with the reply', () => {
  const states = [
    { name: 'say', type: 'send-message', properties: { body: 'Hi' }, transitions: [{ event: 'sent', next: 'second' }] },
    {
      name: 'second',
      type: 'add-twiml-redirect',
      properties: { url },
      transitions: [{ event: 'return', next: 'ask' }],
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { body: '?' },
      transitions: [{ event: 'incomingMessage', next: 'third' }],
    },
    { name: 'third', type: 'add-twiml-redirect', properties: { url }, transitions: [] },
  ];
  const play = redirect({}, { states, transitions: [{ event: 'return', next: 'say' }] });
  play.flowEvent('return');
  assert.deepEqual([play.waitsIn, play.twiml], ['second', document('POST')]);
  play.flowEvent('return');
  assert.deepEqual([play.waitsIn, play.twiml], ['ask', undefined]);
  play.receive('x');
  assert.deepEqual([play.waitsIn, play.twiml, play.problems], ['third', document('POST'), []]);
});

test('a return while the run is elsewhere is ignored', () => {
  const states = [{ name: 'ask', type: 'send-and-wait-for-reply', properties: { body: '?' }, transitions: [] }];
  const play = redirect({}, { states, transitions: [{ event: 'return', next: 'ask' }] });
  play.flowEvent('return', { foo: 'a' });
  play.flowEvent('return', { foo: 'b' });
  assert.deepEqual([play.waitsIn, play.output], ['ask', { foo: 'a' }]);
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81002],
  );
});

test('a message that comes meanwhile is ignored with 81002', () => {
  const play = redirect();
  play.receive('x');
  assert.deepEqual([play.waitsIn, play.problems.map(({ code }) => code)], ['widget', [81002]]);
});

const hello = { name: 'hello', type: 'say-play', properties: { say: 'Hello' }, transitions: [] };
const inCall: PlayWidgetOptions = { start: { event: 'incomingCall' } };

test('a call comes back with FlowEvent=return, and is told what follows', () => {
  const play = redirect({}, { ...inCall, transitions: [{ event: 'return', next: 'hello' }], states: [hello] });
  play.callback('return', { colour: 'green' });
  assert.equal(play.event, 'return');
  assert.deepEqual({ ...(play.output as JsonObject), colour: 'green' }, play.output);
  assert.match(play.twiml ?? '', /<Say loop="1">Hello<\/Say>/);
});

test('a call that waits for the flow is sent on when it asks', () => {
  const work = {
    name: 'work',
    type: 'make-http-request',
    properties: { method: 'GET', url },
    transitions: [{ event: 'success', next: 'again' }],
  };
  const again = { name: 'again', type: 'add-twiml-redirect', properties: { url }, transitions: [] };
  const options = {
    ...inCall,
    transitions: [{ event: 'return', next: 'work' }],
    states: [work, again],
    http: () => undefined,
  };
  const play = redirect({}, options);
  play.callback('return');
  play.callback('poll');
  play.answer({});
  play.callback('poll');
  assert.deepEqual([play.waitsIn, play.twiml, play.problems], ['again', document('POST'), []]);
});

test('a call that has not come back in time is lost to the flow, which goes on without it', () => {
  const text = {
    name: 'text',
    type: 'send-message',
    properties: { body: 'Bye' },
    transitions: [{ event: 'sent', next: 'hello' }],
  };
  const options = { ...inCall, transitions: [{ event: 'timeout', next: 'text' }], states: [text, hello] };
  const play = redirect({ timeout: '60' }, options);
  play.elapse(60);
  assert.deepEqual([play.event, play.sent.length, play.status, play.endedReason], ['timeout', 1, 'ended', 'HANGUP']);
  play.callback('return');
  assert.equal(play.twiml, undefined);
});

test('a hang-up meanwhile ends the run', () => {
  const play = redirect({}, inCall);
  play.callStatus('completed');
  assert.deepEqual([play.endedReason, play.event], ['HANGUP', undefined]);
});

test('after the call is over there is nothing to hand: the run ends', () => {
  const dial = {
    name: 'dial',
    type: 'connect-call-to',
    properties: { noun: 'number', to: '+1' },
    transitions: [{ event: 'hangup', next: 'widget' }],
  };
  const play = redirect({}, { ...inCall, transitions: [{ event: 'return', next: 'dial' }], states: [dial] });
  play.callback('return');
  play.callback('dial', { CallStatus: 'completed' });
  assert.deepEqual([play.waitsIn, play.endedReason, play.twiml], [undefined, 'HANGUP', undefined]);
});
