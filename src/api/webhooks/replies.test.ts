import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { repliesTo } from './replies.ts';

const answered = {
  accountSid: `AC${'1'.repeat(32)}`,
  flowSid: `FW${'1'.repeat(32)}`,
  messageSid: `SM${'1'.repeat(32)}`,
};
const draft = { to: '+15550000002', from: '+15550000001', body: 'Hi', mediaUrls: ['https://example.com/a.png'] };
const reply = (change: object = {}) => ({ draft: { ...draft, ...change }, statusCallbackMethod: 'POST' }) as const;

test('a reply is the message of its draft, under a key of the text, the flow and its place', () => {
  const replies = repliesTo(answered, [reply(), reply({ body: 'Bye', mediaUrls: [] })]);
  const { accountSid, flowSid, messageSid } = answered;
  const { mediaUrls: _, ...alone } = draft;
  assert.deepEqual(replies, [
    { accountSid, key: `${messageSid}.${flowSid}-twiml-0`, message: draft },
    { accountSid, key: `${messageSid}.${flowSid}-twiml-1`, message: { ...alone, body: 'Bye' } },
  ]);
});

const senders = [
  { says: 'a service is its sender by its SID', from: `MG${'1'.repeat(32)}`, by: 'messagingServiceSid' },
  { says: 'a number is its sender', from: '+15550000009', by: 'from' },
] as const;
for (const { says, from, by } of senders) {
  test(says, () => {
    const [{ message } = assert.fail()] = repliesTo(answered, [
      reply({ from, statusCallback: 'https://example.com/s' }),
    ]);
    const { from: _, ...senderless } = draft;
    assert.deepEqual(message, { ...senderless, [by]: from, statusCallback: 'https://example.com/s' });
  });
}

test('whatever a carrier calls a text, its keys have two parts and are no other text’s', () => {
  const sids = fc.string({ minLength: 1, unit: fc.constantFrom('a', '-', '_', '.', ' ', '5', 'f', 'é') });
  fc.assert(
    fc.property(sids, sids, (one, other) => {
      const [a, b] = [one, other].map((messageSid) => repliesTo({ ...answered, messageSid }, [reply()])[0]?.key ?? '');
      assert.match(a ?? '', /^[\w-]+\.[\w-]+$/);
      assert.equal(a === b, one === other);
    }),
  );
});
