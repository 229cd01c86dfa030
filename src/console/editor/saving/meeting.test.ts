import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meet } from './meeting.ts';

/** A flow of messages, by what they say. */
function flow(texts: { readonly [name: string]: string }): string {
  const states = Object.entries(texts).map(([name, body]) => ({
    name,
    type: 'send-message',
    transitions: [{ event: 'sent' }, { event: 'failed' }],
    properties: { body },
  }));
  return JSON.stringify({ states, initial_state: 'a' });
}

const common = { a: 'Hi', b: 'Bye' };
const cases = [
  { name: 'the same on both sides', theirs: { a: 'Ho', b: 'Bye' }, yours: { a: 'Ho', b: 'Bye' }, kind: 'same' },
  { name: 'nothing of yours', theirs: { a: 'Ho', b: 'Bye' }, yours: common, kind: 'take' },
  { name: 'two widgets', theirs: { a: 'Ho', b: 'Bye' }, yours: { a: 'Hi', b: 'Later' }, kind: 'merged' },
  { name: 'one text', theirs: { a: 'Ho', b: 'Bye' }, yours: { a: 'Hey', b: 'Bye' }, kind: 'conflict' },
  { name: 'a widget that is gone', theirs: { a: 'Hi' }, yours: { a: 'Hi', b: 'Later' }, kind: 'conflict' },
] as const;

for (const { name, theirs, yours, kind } of cases) {
  test(`${name}: ${kind}`, () => {
    const met = meet(flow(common), flow(theirs), flow(yours));
    assert.equal(met.kind, kind);
    if (met.kind === 'merged') {
      assert.deepEqual(met.definition, JSON.parse(flow({ a: 'Ho', b: 'Later' })));
      assert.deepEqual([met.counts, met.did], [{ theirs: 1, yours: 1 }, 'Changed the text of a']);
    }
    if (met.kind === 'conflict') assert.deepEqual([met.merge.conflicts.length, met.widgets], [1, 1]);
  });
}
