/** What the documentation says of TwiML for calls. Source: carrier page §A1–§A3, §C7. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, definitions, element, elementsOf, parseTwiml } from './index.ts';
import { dial } from './verbs/dial.ts';
import { gather } from './verbs/gather.ts';
import { record } from './verbs/record.ts';

type Value = string | number | boolean | readonly string[] | undefined;

const defaults: readonly (readonly [id: string, values: { readonly [attribute: string]: Value }])[] = [
  ['Say', { voice: undefined, language: 'en-US', loop: 1 }],
  ['Play', { loop: 1, digits: undefined }],
  ['Pause', { length: 1 }],
  [
    'Gather',
    {
      action: undefined,
      method: 'POST',
      input: ['dtmf'],
      timeout: 5,
      finishOnKey: '#',
      numDigits: undefined,
      speechTimeout: undefined,
      speechModel: 'default',
      language: 'en-US',
      profanityFilter: true,
      enhanced: false,
      actionOnEmptyResult: false,
      partialResultCallbackMethod: 'POST',
      bargeIn: true,
    },
  ],
  [
    'Dial',
    {
      action: undefined,
      method: 'POST',
      answerOnBridge: false,
      timeout: 30,
      timeLimit: 14_400,
      hangupOnStar: false,
      record: 'do-not-record',
      recordingStatusCallbackMethod: 'POST',
      recordingStatusCallbackEvent: ['completed'],
      recordingTrack: 'both',
      trim: undefined,
      sequential: false,
    },
  ],
  ['Dial/Number', { method: 'POST', statusCallbackEvent: ['completed'], machineDetectionTimeout: 30 }],
  [
    'Dial/Conference',
    {
      muted: false,
      beep: 'true',
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
      waitUrl: undefined,
      waitMethod: 'POST',
      maxParticipants: 250,
      record: 'do-not-record',
    },
  ],
  [
    'Record',
    {
      method: 'POST',
      timeout: 5,
      finishOnKey: '1234567890*#',
      maxLength: 3600,
      playBeep: true,
      trim: 'trim-silence',
      recordingStatusCallbackEvent: ['completed'],
      transcribe: false,
    },
  ],
  ['Enqueue', { action: undefined, method: 'POST', waitUrl: undefined, waitUrlMethod: undefined, maxQueueSize: 1000 }],
  ['Redirect', { method: 'POST' }],
  ['Reject', { reason: 'rejected' }],
  [
    'Pay',
    {
      input: 'dtmf',
      paymentMethod: 'credit-card',
      bankAccountType: 'consumer-checking',
      timeout: 5,
      maxAttempts: undefined,
      securityCode: true,
      postalCode: 'true',
      tokenType: 'reusable',
      chargeAmount: undefined,
      currency: 'usd',
      language: 'en-US',
      paymentConnector: 'Default',
      validCardTypes: ['visa', 'mastercard', 'amex'],
      minPostalCodeLength: undefined,
    },
  ],
  ['Connect/Stream', { track: 'inbound_track', statusCallbackMethod: 'POST' }],
  ['Start/Stream', { track: 'inbound_track', statusCallbackMethod: 'POST' }],
  ['Refer', { method: 'POST' }],
];
for (const [id, values] of defaults) {
  test(`${id} without attributes has the documented defaults`, () => {
    const verb = definitions.get(id);
    assert.ok(verb);
    for (const [name, value] of Object.entries(values)) {
      assert.ok(name in verb.attributes, name);
      assert.deepEqual(attributeOf(verb, element(verb.name), name), value, name);
    }
  });
}

/** Inside of the Response, the code, and what it is about. */
const warned: readonly (readonly [code: number, xml: string])[] = [
  [12200, '<Foo/>'],
  [12200, '<say>Hi</say>'],
  [12200, '<Message>Hi</Message>'],
  [12200, '<Number>1</Number>'],
  [12200, '<Say Voice="man">Hi</Say>'],
  [12200, '<Say>Hi<Pause/></Say>'],
  [12200, '<Pause>Hi</Pause>'],
  [12200, '<Refer><Sip username="a">sip:a@example.com</Sip></Refer>'],
  [13000, '<Dial><Conference>a</Conference><Number>1</Number></Dial>'],
  [13210, '<Dial method="PUT">1</Dial>'],
  [13212, '<Dial timeout="soon">1</Dial>'],
  [13213, '<Dial hangupOnStar="yes">1</Dial>'],
  [13215, '<Dial><Say>Hi</Say></Dial>'],
  [13216, '<Dial timeLimit="0">1</Dial>'],
  [13217, '<Dial record="always">1</Dial>'],
  [13218, '<Dial sequential="1">1</Dial>'],
  [13219, '<Dial answerOnBridge="TRUE">1</Dial>'],
  [13220, '<Dial ringTone="xx">1</Dial>'],
  [13221, '<Dial><Number method="PUT">1</Number></Dial>'],
  [13222, '<Dial><Number sendDigits="x">1</Number></Dial>'],
  [13230, '<Dial><Conference muted="1">a</Conference></Dial>'],
  [13231, '<Dial><Conference endConferenceOnExit="1">a</Conference></Dial>'],
  [13232, '<Dial><Conference startConferenceOnEnter="1">a</Conference></Dial>'],
  [13234, '<Dial><Conference waitMethod="PUT">a</Conference></Dial>'],
  [13235, '<Dial><Conference beep="loud">a</Conference></Dial>'],
  [13239, '<Dial><Conference trim="a">a</Conference></Dial>'],
  [13241, '<Dial><Sip method="PUT">sip:a@example.com</Sip></Dial>'],
  [13310, '<Gather finishOnKey="12"/>'],
  [13312, '<Gather method="PUT"/>'],
  [13313, '<Gather timeout="-1"/>'],
  [13314, '<Gather numDigits="0"/>'],
  [13320, '<Gather><Redirect>/a</Redirect></Gather>'],
  [13326, '<Gather input="voice"/>'],
  [13327, '<Gather speechTimeout="long"/>'],
  [13328, '<Gather maxSpeechTime="long"/>'],
  [13329, '<Gather partialResultCallbackMethod="PUT"/>'],
  [13330, `<Gather hints="${'a'.repeat(101)}"/>`],
  [13330, `<Gather hints="${'a,'.repeat(500)}"/>`],
  [13331, '<Gather language="English!"/>'],
  [13332, '<Gather bargeIn="1"/>'],
  [13333, '<Gather profanityFilter="1"/>'],
  [13334, '<Gather speechModel="mine"/>'],
  [13335, '<Gather speechTimeout="auto" speechModel="default"/>'],
  [13338, '<Gather actionOnEmptyResult="1"/>'],
  [13410, '<Play loop="often">/a</Play>'],
  [13430, '<Play digits="1 2"/>'],
  [13510, '<Say loop="often">Hi</Say>'],
  [13511, '<Say voice="child">Hi</Say>'],
  [13520, '<Say> <emphasis/> </Say>'],
  [13521, `<Say>${'a'.repeat(4097)}</Say>`],
  [13521, `<Say voice="Polly.Joanna">${'a'.repeat(3001)}</Say>`],
  [13610, '<Record method="PUT"/>'],
  [13611, '<Record timeout="a"/>'],
  [13612, '<Record maxLength="0"/>'],
  [13613, '<Record finishOnKey="x"/>'],
  [13614, '<Record transcribe="1"/>'],
  [13616, '<Record playBeep="1"/>'],
  [13621, '<Record recordingStatusCallbackEvent="done"/>'],
  [13699, '<Record trim="a"/>'],
  [13710, '<Redirect method="PUT">/a</Redirect>'],
  [13810, '<Reject reason="because"/>'],
  [13910, '<Pause length="0"/>'],
  [14104, '<Sms method="PUT">Hi</Sms>'],
  [14201, '<Enqueue method="PUT">a</Enqueue>'],
  [14206, '<Enqueue waitUrlMethod="PUT">a</Enqueue>'],
  [14210, '<Dial><Queue method="PUT">a</Queue></Dial>'],
  [31941, '<Connect><Stream track="both_tracks"/></Connect>'],
  [64003, '<Pay chargeAmount="1000001"/>'],
];
for (const [code, xml] of warned) {
  test(`warns with ${code} of ${xml.slice(0, 90)}`, () => {
    const result = parseTwiml(`<Response>${xml}</Response>`, 'voice');
    assert.ok(result.ok);
    assert.deepEqual(
      result.warnings.map((warning) => warning.code),
      [code],
    );
  });
}

const silent: readonly string[] = [
  `<Say>${'a'.repeat(4096)}</Say>`,
  '<Say><break time="1s"/></Say>',
  '<Say voice="Polly.Joanna-Neural" loop="0">Hi</Say>',
  '<Gather input="speech dtmf" speechTimeout="auto" finishOnKey="" timeout="auto"><Say>Hi</Say><Play>/a</Play><Pause/></Gather>',
  '<Dial record="true" timeLimit="60">+15550100</Dial>',
  '<Dial><Client><Identity>ann</Identity><Parameter name="a" value="b"/></Client></Dial>',
  '<Start><Stream url="wss://example.com" track="both_tracks"><Parameter name="a" value="b"/></Stream></Start>',
  '<Stop><Stream name="a"/></Stop>',
  '<Pay chargeAmount="20.45"><Prompt for="security-code" attempt="1 2"><Say>Code?</Say></Prompt></Pay>',
  '<Enqueue workflowSid="WW1"><Task priority="5">{"a":1}</Task></Enqueue>',
];
for (const xml of silent) {
  test(`has no warning for ${xml.slice(0, 90)}`, () => {
    const result = parseTwiml(`<Response>${xml}</Response>`, 'voice');
    assert.ok(result.ok);
    assert.deepEqual(result.warnings, []);
  });
}

test('a warning says where: path, line and column of the element', () => {
  const xml = [
    '\uFEFF<?xml version="1.0"?>',
    '<Response>',
    '  <!-- two',
    '  lines --><Gather timeout="x">',
    '    <Say>Hi</Say><Dial>',
    '    1</Dial></Gather>',
    '\t<Bar/><Baz',
    '    a="b"/>',
    '</Response>',
  ];
  for (const end of ['\n', '\r\n', '\r']) {
    const result = parseTwiml(xml.join(end), 'voice');
    assert.ok(result.ok);
    assert.deepEqual(
      result.warnings.map(({ path, line, column }) => [path, line, column]),
      [
        ['Response/Gather[1]', 4, 12],
        ['Response/Gather[1]/Dial[2]', 5, 18],
        ['Response/Bar[2]', 7, 2],
        ['Response/Baz[3]', 7, 8],
      ],
    );
  }
});

test('what cannot be used is named with what could be', () => {
  const result = parseTwiml('<Response><Gather timeout="x" beep="y"/></Response>', 'voice');
  assert.ok(result.ok);
  assert.deepEqual(
    result.warnings.map(({ message }) => message),
    ['timeout of Gather must be a whole number from 0 or auto', 'Gather has no attribute beep'],
  );
});

test('what an unknown element in a Say says is said all the same', () => {
  const result = parseTwiml('<Response><Say>I <b>mean <emphasis>it</emphasis></b>!</Say></Response>', 'voice');
  assert.ok(result.ok);
  assert.deepEqual(result.verbs, [element('Say', {}, 'I mean ', element('emphasis', {}, 'it'), '!')]);
});

test('values come as numbers, booleans, lists and words, by the type of the attribute', () => {
  const given = element('Gather', { timeout: '7', input: 'dtmf speech', hints: 'one, two ,', bargeIn: 'false' });
  const timeout: number | 'auto' = attributeOf(gather, given, 'timeout');
  const input: readonly ('dtmf' | 'speech')[] = attributeOf(gather, given, 'input');
  const hints: readonly string[] | undefined = attributeOf(gather, given, 'hints');
  const bargeIn: boolean = attributeOf(gather, given, 'bargeIn');
  const numDigits: number | undefined = attributeOf(gather, given, 'numDigits');
  assert.deepEqual(
    [timeout, input, hints, bargeIn, numDigits],
    [7, ['dtmf', 'speech'], ['one', 'two'], false, undefined],
  );
  assert.equal(attributeOf(gather, element('Gather', { timeout: 'auto' }), 'timeout'), 'auto');
  assert.equal(attributeOf(record, element('Record', { timeout: '0' }), 'timeout'), 0);
  assert.equal(attributeOf(dial, element('Dial', { record: 'true' }), 'record'), 'record-from-answer');
});

test('Sip means one thing in Dial and another in Refer', () => {
  assert.notEqual(definitions.get('Dial/Sip'), definitions.get('Refer/Sip'));
  const result = parseTwiml('<Response><Dial><Sip username="a">sip:b@example.com</Sip></Dial></Response>', 'voice');
  assert.ok(result.ok);
  const [sip] = result.verbs.flatMap((verb) => elementsOf(verb));
  assert.deepEqual(sip?.attributes, { username: 'a' });
});

test('Sms is a verb of calls, and an old name of Message', () => {
  for (const [channel, name] of [
    ['voice', 'Sms'],
    ['message', 'Message'],
  ] as const) {
    const result = parseTwiml('<Response><Sms>Hi</Sms></Response>', channel);
    assert.ok(result.ok);
    assert.deepEqual(result.verbs, [element(name, {}, 'Hi')]);
  }
});

test('an attribute that the SDK spells otherwise is read under its usual name', () => {
  const xml = '<Response><Connect><ConversationRelay ignorebackchannel="true"/></Connect></Response>';
  const result = parseTwiml(xml, 'voice');
  assert.ok(result.ok);
  assert.deepEqual(result.verbs, [element('Connect', {}, element('ConversationRelay', { ignoreBackchannel: 'true' }))]);
  assert.deepEqual(result.warnings, []);
});
