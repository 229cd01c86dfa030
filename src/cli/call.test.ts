import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, flow, over, say, state, trigger } from './call/call-fixture.ts';

const ivr = flow(
  trigger({ incomingCall: 'menu', incomingMessage: 'text', incomingRequest: 'call' }),
  state(
    'menu',
    'gather-input-on-call',
    { say: 'Press 1, or say hours.', timeout: 5, number_of_digits: 1, speech_timeout: 'auto' },
    { keypress: 'sales', speech: 'look', timeout: 'bye' },
  ),
  state(
    'sales',
    'connect-call-to',
    { noun: 'number', to: '+15550009999', caller_id: '{{contact.channel.address}}', timeout: 10 },
    { callCompleted: 'bye', hangup: 'text' },
  ),
  state(
    'look',
    'make-http-request',
    { method: 'GET', url: 'https://example.com/hours' },
    { success: 'hours', failed: 'mail' },
  ),
  say('hours', 'We close at {{widgets.look.parsed.close}}.', 'bye'),
  state('mail', 'record-voicemail', { timeout: 5, max_length: 60 }, { recordingComplete: 'bye', hangup: 'text' }),
  say('bye', 'Goodbye.'),
  state(
    'text',
    'send-message',
    { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: 'Sorry we missed you.' },
    { sent: '' },
  ),
  state(
    'call',
    'make-outgoing-call-v2',
    { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', timeout: 20 },
    { answered: 'menu', busy: 'text', noAnswer: 'text', failed: 'text' },
  ),
);

const greeting = '-- you are +15550002222, the flow is +15550001111 (Shop); :help lists the commands';
const prompt = ['-- the call is answered', 'flow: Press 1, or say hours.'];

const scripts: readonly { readonly says: string; readonly type: readonly string[]; readonly out: readonly string[] }[] =
  [
    {
      says: 'keys are pressed, and the one who is called is at the next handset',
      type: ['1', ':answer', ':wait 30s', ':at +15550009999 :hangup'],
      out: [
        ...prompt,
        'you: 1',
        '-- the flow calls +15550009999',
        '-- +15550009999 it rings: :answer, :busy, :no-answer or :reject',
        ':answer',
        '-- talks with +15550009999',
        '-- +15550009999 the call is answered',
        ':wait 30s',
        ':at +15550009999 :hangup',
        'flow: Goodbye.',
        '-- +15550009999 the call is over: completed, 30s',
        ...over('32s'),
      ],
    },
    {
      says: 'words are spoken, and a request is answered by what is typed',
      type: ['what are your hours', ':http 200 {"close":"six"}'],
      out: [
        ...prompt,
        'you: “what are your hours”',
        'http: GET https://example.com/hours',
        ':http 200 {"close":"six"}',
        'flow: We close at six.',
        'flow: Goodbye.',
        ...over('3s'),
      ],
    },
    {
      says: 'a message is left',
      type: [':say 42', ':http fail', ':record 7s Call me back'],
      out: [
        ...prompt,
        ':say 42',
        'you: “42”',
        'http: GET https://example.com/hours',
        ':http fail',
        'problem: 81016 The request of "look" failed: the connection was refused.',
        'flow: *beep*',
        ':record 7s Call me back',
        '-- recorded 7s',
        'flow: Goodbye.',
        ...over('10s'),
      ],
    },
    {
      says: 'silence, a hang-up, and the text that follows',
      type: [':wait 5s', ':call', '1', ':hangup'],
      out: [
        ...prompt,
        ':wait 5s',
        'flow: Goodbye.',
        ...over('7s'),
        ':call',
        ...prompt,
        'you: 1',
        '-- the flow calls +15550009999',
        '-- +15550009999 it rings: :answer, :busy, :no-answer or :reject',
        ':hangup',
        '-- the call is over: completed, 1s',
        '-- +15550009999 the call is over: canceled',
        'text: Sorry we missed you.',
        '-- the run has ended: FLOW_END',
      ],
    },
    {
      says: 'the flow calls, and a machine takes the call',
      type: [':hangup', ':request {"reason":"order"}', ':answer machine', ':wait 5s', ':context flow.data'],
      out: [
        ...prompt,
        ':hangup',
        '-- the call is over: completed, 1s',
        'problem: 81002 The call ended while the flow was in "menu", which has no event for it.',
        '-- the run has ended: HANGUP',
        ':request {"reason":"order"}',
        '-- it rings: :answer, :busy, :no-answer or :reject',
        ':answer machine',
        ...prompt,
        ':wait 5s',
        'flow: Goodbye.',
        ...over('7s'),
        ':context flow.data',
        '{',
        '  "reason": "order"',
        '}',
      ],
    },
  ];
for (const { says, type, out } of scripts) {
  test(`a script: ${says}`, async (t) => {
    const { code, lines } = await call(t, ivr, type);
    assert.deepEqual(lines, [greeting, ...out]);
    assert.equal(code, 0);
  });
}

test('the steps are those of the run', async (t) => {
  const { lines } = await call(t, ivr, ['1', ':busy', ':steps']);
  assert.deepEqual(lines.slice(-4), [
    'Trigger -- incomingCall --> menu',
    'menu -- keypress --> sales',
    'sales -- callCompleted --> bye',
    'bye -- audioComplete --> Ended',
  ]);
});

test('with --no-call the flow is called when that is said', async (t) => {
  const { lines } = await call(t, ivr, [':text hi', ':call'], ['--no-call']);
  assert.deepEqual(lines, [
    greeting,
    ':text hi',
    'text: Sorry we missed you.',
    '-- the run has ended: FLOW_END',
    ':call',
    ...prompt,
    '-- the flow waits in "menu"',
  ]);
});

test('a script may end while a request is open', async (t) => {
  const { code, lines } = await call(t, ivr, ['hours']);
  assert.deepEqual(lines.slice(-2), [
    'http: GET https://example.com/hours',
    '-- the flow is in "look", its request is open',
  ]);
  assert.equal(code, 0);
});

const wrong: readonly { readonly line: string; readonly why: RegExp }[] = [
  { line: ':fly', why: /there is no command :fly/ },
  { line: ':wait soon', why: /:wait takes a time/ },
  { line: ':answer', why: /nothing rings/ },
  { line: ':at +15550009999 :answer', why: /no call is at \+15550009999/ },
  { line: ':at +15550009999', why: /:at takes an address/ },
  { line: ':record long', why: /:record takes a length/ },
  { line: ':http 200', why: /no request is open/ },
  { line: ':http maybe', why: /:http takes a status/ },
  { line: ':outcome no', why: /:outcome takes a JSON object/ },
  { line: ':request []', why: /:request takes a JSON object/ },
  { line: ':say', why: /:say takes/ },
  { line: ':context nowhere', why: /the context has no nowhere/ },
];
for (const { line, why } of wrong) {
  test(`${JSON.stringify(line)} is told to be wrong, and makes the script fail`, async (t) => {
    const { code, lines } = await call(t, ivr, [line]);
    assert.match(lines.find((each) => each.startsWith('error:')) ?? '', why);
    assert.equal(code, 1);
  });
}

test('a flow that takes no calls is not called, and says how it begins', async (t) => {
  const { code, lines } = await call(t, flow(trigger({ incomingRequest: 'bye' }), say('bye', 'Goodbye.')), [
    ':request',
  ]);
  assert.match(lines[1] ?? '', /leads nowhere on incomingCall; :request starts/);
  assert.match(lines.at(-2) ?? '', /81020 "bye" \(say-play\) needs a live call/);
  assert.equal(code, 0);
});

test('TwiML elsewhere is answered by what is typed', async (t) => {
  const away = state(
    'away',
    'add-twiml-redirect',
    { url: 'https://example.com/twiml' },
    { return: 'bye', timeout: '', fail: '' },
  );
  const back =
    'https://studio.example.com/v1/Accounts/AC00000000000000000000000000000001/Flows/FW00000000000000000000000000000001';
  const { lines } = await call(
    t,
    flow(trigger({ incomingCall: 'away' }), away, say('bye', 'Back with {{widgets.away.colour}}.')),
    [`:http 200 <Response><Redirect>${back}?FlowEvent=return&amp;colour=green</Redirect></Response>`],
  );
  assert.deepEqual(lines.slice(1, 2), ['twiml: POST https://example.com/twiml']);
  assert.ok(lines.includes('flow: Back with green.'), lines.join('\n'));
});
