import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playWidget } from '../testing/index.ts';
import { sendAndWaitForReply } from './send-and-wait-for-reply.ts';

function ask(properties: JsonObject = {}, options: PlayWidgetOptions = {}) {
  return playWidget(sendAndWaitForReply, { body: 'Name?', timeout: '120', ...properties }, options);
}

const keys = (value: unknown) => Object.keys((value ?? {}) as object);

test('scenario 4: a reply after 119 of 120 seconds is kept whole, and the timer is gone', () => {
  const play = ask();
  play.elapse(119);
  assert.equal(play.event, undefined);
  play.receive('Ann', { ProfileName: 'Ann B.', ButtonPayload: 'x1', NumMedia: '0' });
  assert.equal(play.event, 'incomingMessage');
  const { inbound, outbound } = play.output as { inbound: JsonObject; outbound: JsonObject };
  assert.deepEqual(
    [inbound.Body, inbound.From, inbound.ProfileName, inbound.ButtonPayload, inbound.NumMedia],
    ['Ann', '+15550002222', 'Ann B.', 'x1', '0'],
  );
  assert.equal(outbound.Body, 'Name?');
  const steps = play.steps.length;
  play.elapse(3600);
  assert.equal(play.steps.length, steps);
});

test('scenario 5: nothing for 120 seconds: timeout with outbound and no inbound', () => {
  const play = ask();
  play.elapse(120);
  assert.equal(play.event, 'timeout');
  assert.deepEqual(keys(play.output), ['outbound']);
  assert.equal(play.steps[1]?.endedAtMs, (play.steps[1]?.enteredAtMs ?? 0) + 120_000);
});

test('scenario 6: a second visit that times out leaves the old reply readable', () => {
  const play = ask({}, { transitions: [{ event: 'incomingMessage', next: 'widget' }, { event: 'timeout' }] });
  play.receive('Ann');
  play.elapse(120);
  assert.equal(play.event, 'timeout');
  const { inbound, outbound } = play.output as { inbound: JsonObject; outbound: JsonObject };
  assert.equal(inbound.Body, 'Ann');
  assert.equal(outbound.Sid, play.sent[1]?.sid);
});

test('scenario 7: reported undelivered after 10 seconds: deliveryFailure once, a later reply starts a new run', () => {
  const reports = [
    { status: 'sent', afterSeconds: 1 },
    { status: 'undelivered', afterSeconds: 10, errorCode: 30003 },
    { status: 'failed', afterSeconds: 11 },
  ];
  const play = ask({}, { messages: { widget: [{ reports }, {}] } });
  play.elapse(9);
  assert.equal(play.event, undefined);
  play.elapse(5);
  assert.equal(play.event, 'deliveryFailure');
  const { outbound } = play.output as { outbound: JsonObject };
  assert.deepEqual([outbound.Status, outbound.ErrorCode, outbound.Body], ['undelivered', '30003', 'Name?']);
  assert.equal(play.steps.filter(({ event }) => event === 'deliveryFailure').length, 1);
  play.receive('Ann');
  assert.equal(play.runs.length, 2);
  assert.equal(play.waitsIn, 'widget');
});

test('the wait for reports can be switched off', () => {
  const play = ask({}, { settings: { waitForDeliveryReports: false } });
  play.messageStatus('undelivered');
  assert.equal(play.event, undefined);
  play.receive('Ann');
  assert.equal(play.event, 'incomingMessage');
});

for (const status of ['queued', 'sent', 'delivered', 'read']) {
  test(`the report ${status} changes nothing`, () => {
    const play = ask();
    play.messageStatus(status);
    assert.deepEqual([play.event, play.waitsIn, play.problems], [undefined, 'widget', []]);
  });
}

test('a report on another message changes nothing', () => {
  const play = ask({}, { transitions: [{ event: 'incomingMessage', next: 'widget' }] });
  const [first] = play.sent;
  play.receive('Ann');
  play.messageStatus('undelivered', { sid: first?.sid ?? '' });
  assert.deepEqual([play.waitsIn, play.problems], ['widget', []]);
});

const timeouts: { timeout: JsonObject[string] | undefined; seconds: number }[] = [
  { timeout: undefined, seconds: 3600 },
  { timeout: '', seconds: 3600 },
  { timeout: null, seconds: 3600 },
  { timeout: 'soon', seconds: 3600 },
  { timeout: '-5', seconds: 3600 },
  { timeout: '1', seconds: 1 },
  { timeout: ' 90 ', seconds: 90 },
  { timeout: 45, seconds: 45 },
  { timeout: '86400', seconds: 86_400 },
  { timeout: '{{trigger.message.Body}}', seconds: 77 },
];
for (const { timeout, seconds } of timeouts) {
  test(`timeout ${JSON.stringify(timeout)} is ${seconds} seconds`, () => {
    const properties: JsonObject = timeout === undefined ? {} : { timeout };
    const play = playWidget(sendAndWaitForReply, { body: 'Name?', ...properties }, { start: { body: '77' } });
    play.elapse(seconds - 1);
    assert.equal(play.event, undefined);
    play.elapse(1);
    assert.equal(play.event, 'timeout');
  });
}

test('timeout 0 is over at once', () => assert.equal(ask({ timeout: '0' }).event, 'timeout'));

test('the time counts from when the carrier took the message', () => {
  const play = ask({}, { messages: { widget: { afterSeconds: 30 } } });
  play.elapse(149);
  assert.equal(play.event, undefined);
  play.elapse(1);
  assert.equal(play.event, 'timeout');
});

test('refused at once: deliveryFailure with the code, 81011', () => {
  const play = ask({}, { messages: { widget: { refused: { code: 21610, message: 'The contact has opted out' } } } });
  assert.equal(play.event, 'deliveryFailure');
  const { outbound } = play.output as { outbound: JsonObject };
  assert.deepEqual([outbound.ErrorCode, outbound.Status, outbound.Body], [21610, 'failed', 'Name?']);
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81011],
  );
});

for (const [title, properties, code] of [
  ['a blank body', { body: ' ' }, 81011],
  ['attributes that are no JSON', { attributes: '[' }, 81011],
  ['a body that cannot be rendered', { body: '{{ a | nonsense }}' }, 81018],
  ['a timeout that cannot be rendered', { timeout: '{{ a | nonsense }}' }, 81018],
] as const) {
  test(`${title}: deliveryFailure, nothing written, nothing leaves`, () => {
    const play = ask(properties);
    assert.deepEqual([play.event, play.output, play.sent.length], ['deliveryFailure', undefined, 0]);
    assert.deepEqual(
      play.problems.map((problem) => problem.code),
      [code],
    );
  });
}

test('a failure that leads nowhere ends the run', () => {
  const play = ask({ body: '' });
  assert.deepEqual([play.status, play.steps.at(-1)?.transitionedTo], ['ended', 'Ended']);
});

test('goes to the contact, whatever `to` says', () => {
  assert.deepEqual(
    ask({ to: '+1' }).sent.map(({ to }) => to),
    ['+15550002222'],
  );
});

test('shares all else with Send Message', () => {
  const play = ask({
    from: 'MG1',
    message_type: 'content_template',
    content_sid: 'HX1',
    content_variables: [{ key: '1', value: '{{flow.data.none}}' }],
  });
  const [message] = play.sent;
  assert.deepEqual(
    [message?.messagingServiceSid, message?.contentSid, message?.contentVariables],
    ['MG1', 'HX1', '{"1":""}'],
  );
});

/** The properties of Send Message that stand here too: what each makes of the message. */
const conversation = { sid: 'CH9', author: 'Bot' };
const shared: { property: string; properties: JsonObject; is: JsonObject }[] = [
  {
    property: 'media_url',
    properties: { media_url: 'https://a.example/{{trigger.message.Body}}.png' },
    is: { mediaUrls: ['https://a.example/Hi.png'] },
  },
  { property: 'channel', properties: { from: 'Bot', channel: 'CH9' }, is: { conversation } },
  {
    property: 'service',
    properties: { from: 'Bot', channel: 'CH9', service: 'IS{{ 9 }}' },
    is: { conversation: { ...conversation, serviceSid: 'IS9' } },
  },
  {
    property: 'attributes',
    properties: { from: 'Bot', channel: 'CH9', attributes: '{"a":1}' },
    is: { conversation: { ...conversation, attributes: '{"a":1}' } },
  },
  {
    property: 'shorten_urls',
    properties: { from: 'MG1', shorten_urls: true },
    is: { messagingServiceSid: 'MG1', shortenUrls: true },
  },
  { property: 'save_response_as', properties: { save_response_as: 'name' }, is: {} },
];
for (const { property, properties, is } of shared) {
  const result = Object.keys(is).length === 0 ? 'changes nothing' : `gives ${JSON.stringify(is)}`;
  test(`\`${property}\` ${result}`, () => {
    const play = ask(properties);
    const [message] = play.sent;
    const { from = '+15550001111' } = properties;
    const sender = 'messagingServiceSid' in is ? {} : { from };
    // A conversation reports no delivery.
    const callback = 'conversation' in is ? {} : { statusCallback: message?.statusCallback };
    const where = { state: 'widget', stepSid: message?.stepSid, sid: message?.sid };
    assert.deepEqual(message, { to: '+15550002222', body: 'Name?', ...sender, ...callback, ...where, ...is });
    play.receive('Ann');
    assert.equal(play.event, 'incomingMessage');
    assert.deepEqual(keys(play.output), ['outbound', 'inbound']);
  });
}

test('replies do not change trigger.message', () => {
  const play = ask({}, { start: { body: 'first' } });
  play.receive('second');
  const { message } = play.context.trigger as { message: JsonObject };
  assert.equal(message.Body, 'first');
});

test('in a conversation a reply is inbound and becomes trigger.conversation too', () => {
  const play = ask({}, { start: { event: 'incomingConversationMessage', body: 'first' } });
  play.receive('second');
  assert.equal(play.event, 'incomingMessage');
  const { inbound } = play.output as { inbound: JsonObject };
  assert.equal(inbound.Body, 'second');
  assert.deepEqual((play.context.trigger as JsonObject).conversation, inbound);
});

test('a reply that overtakes the answer of the carrier counts when that comes', () => {
  const play = ask({}, { messages: { widget: { afterSeconds: 5 } } });
  play.receive('quick');
  play.receive('again');
  assert.deepEqual([play.event, play.problems.map(({ code }) => code)], [undefined, [81002]]);
  play.elapse(5);
  assert.equal(play.event, 'incomingMessage');
  const { inbound, outbound } = play.output as { inbound: JsonObject; outbound: JsonObject };
  assert.deepEqual([inbound.Body, outbound.Status], ['quick', 'queued']);
});

test('a second message after the run has gone on elsewhere is ignored with 81002', () => {
  const play = ask(
    {},
    {
      transitions: [{ event: 'incomingMessage', next: 'slow' }],
      states: [{ name: 'slow', type: 'make-http-request', properties: { url: 'https://a.example' }, transitions: [] }],
      http: { slow: { afterSeconds: 5 } },
    },
  );
  play.receive('one');
  play.receive('two');
  assert.deepEqual([play.waitsIn, play.problems.map(({ code }) => code)], ['slow', [81002]]);
  assert.equal(play.runs.length, 1);
});

test('any of its events may be named from outside', () => {
  const play = ask();
  play.flowEvent('timeout', { why: 'test' });
  assert.deepEqual([play.event, play.output], ['timeout', { why: 'test' }]);
});
