import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import type { PlayWidgetOptions } from '../testing/index.ts';
import { codesOf, connecting, inCall, told } from './call-fixture.ts';
import { gatherInputOnCall } from './gather-input-on-call.ts';

const events = ['keypress', 'speech', 'timeout'];
/** Speech is recognised only where it leads somewhere. */
const listening = connecting(events, ['speech']);
const gather = (properties: JsonObject, options: PlayWidgetOptions = {}) =>
  inCall(gatherInputOnCall, properties, options);

const action = 'action="FLOW?FlowEvent=gather" method="POST"';
const goingOn = '<Redirect method="POST">FLOW?FlowEvent=timeout</Redirect>';

test('the documented form', () => {
  const properties = {
    say: 'Press 1 or say sales.',
    voice: 'Polly.Joanna',
    language: 'en-US',
    loop: 1,
    timeout: 5,
    stop_gather: true,
    finish_on_key: '#',
    number_of_digits: 1,
    gather_language: 'en-US',
    hints: 'sales,support',
    speech_timeout: '3',
    profanity_filter: 'true',
    speech_model: 'phone_call',
  };
  assert.equal(
    told(gather(properties, listening)),
    `<Gather ${action} input="dtmf speech" timeout="5" finishOnKey="#" numDigits="1" language="en-US" ` +
      'hints="sales,support" speechTimeout="3" profanityFilter="true" speechModel="phone_call">' +
      '<Say voice="Polly.Joanna" language="en-US" loop="1">Press 1 or say sales.</Say></Gather>' +
      goingOn,
  );
});

const keys: { title: string; properties: JsonObject; gathers: string }[] = [
  { title: 'by default 5 seconds, until #', properties: {}, gathers: 'timeout="5" finishOnKey="#"' },
  { title: '`timeout` 0 ends with the prompt', properties: { timeout: 0 }, gathers: 'timeout="0" finishOnKey="#"' },
  { title: '`timeout` as text counts', properties: { timeout: '10' }, gathers: 'timeout="10" finishOnKey="#"' },
  { title: 'a `timeout` that is no number is 5', properties: { timeout: 'x' }, gathers: 'timeout="5" finishOnKey="#"' },
  {
    title: '`stop_gather` false: no finish key',
    properties: { stop_gather: false },
    gathers: 'timeout="5" finishOnKey=""',
  },
  {
    title: '`stop_gather` "false" is false',
    properties: { stop_gather: 'false', finish_on_key: '*' },
    gathers: 'timeout="5" finishOnKey=""',
  },
  {
    title: '`finish_on_key` is rendered',
    properties: { finish_on_key: '{{"*"}}' },
    gathers: 'timeout="5" finishOnKey="*"',
  },
  {
    title: 'an empty `finish_on_key` is none',
    properties: { finish_on_key: '' },
    gathers: 'timeout="5" finishOnKey=""',
  },
  {
    title: '`number_of_digits` ends it',
    properties: { number_of_digits: 4 },
    gathers: 'timeout="5" finishOnKey="#" numDigits="4"',
  },
  {
    title: '`number_of_digits` 0 is no limit',
    properties: { number_of_digits: 0 },
    gathers: 'timeout="5" finishOnKey="#"',
  },
];
for (const { title, properties, gathers } of keys) {
  test(title, () => assert.equal(told(gather(properties)), `<Gather ${action} input="dtmf" ${gathers}/>${goingOn}`));
}

const defaults = 'language="en-US" speechTimeout="auto" profanityFilter="true"';
const speech: { title: string; properties: JsonObject; listens: string }[] = [
  { title: 'where `speech` is connected, it listens', properties: {}, listens: defaults },
  {
    title: '`gather_language`, `hints`, `speech_timeout` and `profanity_filter` are rendered',
    properties: {
      gather_language: '{{"es-MX"}}',
      hints: '{{"a, b"}}',
      speech_timeout: '{{2}}',
      profanity_filter: '{{false}}',
    },
    listens: 'language="es-MX" hints="a, b" speechTimeout="2" profanityFilter="false"',
  },
  {
    title: '`profanity_filter` as a boolean counts',
    properties: { profanity_filter: false },
    listens: 'language="en-US" speechTimeout="auto" profanityFilter="false"',
  },
  { title: '`speech_model` default is left out', properties: { speech_model: 'default' }, listens: defaults },
  {
    title: 'another `speech_model` takes no auto: the `timeout` stands for it',
    properties: { speech_model: 'deepgram_nova-2', speech_timeout: 'auto' },
    listens: 'language="en-US" speechTimeout="5" profanityFilter="true" speechModel="deepgram_nova-2"',
  },
];
for (const { title, properties, listens } of speech) {
  test(title, () => {
    assert.equal(
      told(gather(properties, listening)),
      `<Gather ${action} input="dtmf speech" timeout="5" finishOnKey="#" ${listens}/>${goingOn}`,
    );
  });
}

test('a model with `timeout` 0 and auto waits one second, as it must be positive', () => {
  const play = gather({ timeout: 0, speech_model: 'phone_call' }, listening);
  assert.match(told(play), / speechTimeout="1" /);
});

test('what is heard meanwhile: `say` or `play`, with `voice`, `language` and `loop`', () => {
  const heard = (properties: JsonObject) => / finishOnKey="#">(.*)<\/Gather>/.exec(told(gather(properties)))?.[1];
  assert.equal(
    heard({ say: 'Hi <break/>', voice: 'alice', language: 'en', loop: 3 }),
    '<Say voice="alice" language="en" loop="3">Hi <break/></Say>',
  );
  assert.equal(heard({ play: 'https://example.com/a.mp3' }), '<Play loop="1">https://example.com/a.mp3</Play>');
});

test('`save_response_as` has no effect', () => {
  assert.equal(told(gather({ save_response_as: 'x' })), told(gather({})));
});

const answers: { title: string; params: JsonObject; event: string; output: JsonObject }[] = [
  { title: 'keys', params: { Digits: '12' }, event: 'keypress', output: { Digits: '12' } },
  {
    title: 'speech',
    params: { SpeechResult: 'Sales.', Confidence: '0.91' },
    event: 'speech',
    output: { SpeechResult: 'Sales.', Confidence: '0.91' },
  },
  {
    title: 'keys and speech',
    params: { Digits: '1', SpeechResult: 'x' },
    event: 'keypress',
    output: { Digits: '1', SpeechResult: 'x' },
  },
  { title: 'the finish key alone', params: { Digits: '' }, event: 'timeout', output: {} },
  { title: 'nothing', params: {}, event: 'timeout', output: {} },
];
for (const { title, params, event, output } of answers) {
  test(`${title}: \`${event}\`, with \`Digits\`, \`SpeechResult\` and \`Confidence\` as they came, and the call`, () => {
    const play = gather({});
    play.callback('gather', params as { [name: string]: string });
    const { Digits, SpeechResult, Confidence, ...call } = play.output as JsonObject;
    assert.equal(play.event, event);
    assert.deepEqual(JSON.parse(JSON.stringify({ Digits, SpeechResult, Confidence })), output);
    assert.deepEqual([call.CallStatus, call.From], ['in-progress', '+15550002222']);
  });
}

test('`timeout` when the verb falls through', () => {
  const play = gather({});
  play.callback('timeout');
  assert.deepEqual([play.event, (play.output as JsonObject).CallStatus], ['timeout', 'in-progress']);
});

/** Gathers over and over. */
const again: PlayWidgetOptions = { transitions: events.map((event) => ({ event, next: 'widget' })) };

test('a new answer removes the old one, whichever kind it was of', () => {
  const play = gather({}, again);
  const input = () => {
    const { Digits, SpeechResult, Confidence } = play.output as JsonObject;
    return [Digits, SpeechResult, Confidence];
  };
  play.callback('gather', { Digits: '1' });
  play.callback('gather', { SpeechResult: 'two', Confidence: '0.5' });
  assert.deepEqual(input(), [undefined, 'two', '0.5']);
  play.callback('gather', { Digits: '3' });
  assert.deepEqual(input(), ['3', undefined, undefined]);
});

test('a new answer removes the old one only where the setting says so', () => {
  const play = gather({}, { ...again, settings: { gatherClearsInput: false } });
  play.callback('gather', { Digits: '1' });
  play.callback('gather', { SpeechResult: 'two' });
  assert.equal((play.output as JsonObject).Digits, '1');
});

test('no answer leaves the old one', () => {
  const play = gather({}, again);
  play.callback('gather', { Digits: '1' });
  play.callback('timeout');
  play.callback('gather', { Digits: '' });
  assert.equal((play.output as JsonObject).Digits, '1');
});

test('an event of its own may be named from outside', () => {
  const play = gather({}, again);
  play.flowEvent('keypress', { Digits: '7' });
  play.flowEvent('speech', { SpeechResult: 'eight' });
  assert.deepEqual([play.event, play.output], ['speech', { SpeechResult: 'eight' }]);
});

test('a hang-up ends the run with 81002', () => {
  const play = gather({ say: 'Hi' });
  play.callStatus('completed');
  assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['HANGUP', undefined, [81002]]);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  const play = gather({}, { start: { event: 'incomingRequest' } });
  assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['ERROR', undefined, [81020]]);
});
