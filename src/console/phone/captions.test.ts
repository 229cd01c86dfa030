import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captionsOf, handsetOf, isRinging } from './captions.ts';
import { leg } from './phone-fixture.ts';

const cases: readonly (readonly [
  kind: string,
  facts: { readonly [name: string]: unknown },
  by: string,
  text: string,
])[] = [
  ['said', { text: 'Welcome', voice: 'alice', language: 'en-US' }, 'flow', 'Welcome'],
  ['played', { url: 'https://example.com/a.mp3', seconds: 3 }, 'flow', '♪ https://example.com/a.mp3'],
  ['beep', {}, 'flow', 'beep'],
  ['keys', { by: 'handset', digits: '1' }, 'you', 'You pressed: 1'],
  ['keys', { by: 'flow', digits: '12' }, 'flow', 'Keys: 12'],
  ['speech', { text: 'sales' }, 'you', 'You said: sales'],
  ['heard', { from: '+15550007777', text: 'hello' }, 'note', '+15550007777 says: hello'],
  ['dialled', { to: '+15550007777' }, 'note', 'The flow calls +15550007777'],
  ['bridged', {}, 'note', 'Both are connected'],
  ['enqueued', { queue: 'sales', position: 2 }, 'note', 'Waits in the queue sales as number 2'],
  ['recording', { status: 'completed', seconds: 1 }, 'note', 'Recorded 1 second'],
  ['document', { error: { code: 12100, message: 'It is no TwiML.' } }, 'problem', 'It is no TwiML.'],
  ['warning', { code: 12200, message: 'No such attribute.' }, 'problem', 'No such attribute. (12200)'],
  ['status', { status: 'in-progress' }, 'note', 'The call is answered'],
  ['status', { status: 'completed' }, 'note', 'The call is over: completed, 42 s'],
];
for (const [kind, facts, by, text] of cases) {
  test(`${kind} of ${JSON.stringify(facts)} reads: ${text}`, () => {
    const [caption] = captionsOf(leg([{ kind, facts }], { answeredMs: 0, endedMs: 42_000 }));
    assert.deepEqual([caption?.by, caption?.text], [by, text]);
  });
}

test('what nobody would notice has no caption', () => {
  const quiet = [
    { kind: 'status', facts: { status: 'ringing' } },
    { kind: 'document', facts: { url: 'https://example.com/' } },
    { kind: 'recording', facts: { status: 'in-progress' } },
    { kind: 'of tomorrow', facts: {} },
  ];
  assert.deepEqual(captionsOf(leg(quiet)), []);
});

test('a handset rings when the flow calls it', () => {
  const called = leg([], { isIncoming: false, from: '+15550001111', to: '+15550007777', status: 'ringing' });
  assert.deepEqual([isRinging(called), handsetOf(called)], [true, '+15550007777']);
  assert.equal(isRinging(leg([], { status: 'ringing' })), false);
});
