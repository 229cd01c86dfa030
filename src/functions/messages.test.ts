import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageLine, parseWorkerMessage, readLines, type WorkerMessage } from './messages.ts';

const messages: readonly WorkerMessage[] = [
  { type: 'begun' },
  { type: 'returned' },
  { type: 'too-large' },
  { type: 'rested', isClean: true, files: [{ path: '/f.js', stamp: '1' }] },
  { type: 'reply', reply: { status: 200, headers: { a: 'b' }, body: 'x\ny' } },
  { type: 'reply', reply: { status: 500, headers: {}, body: '' }, cause: 'Error: no' },
];

for (const message of messages) {
  test(`${JSON.stringify(message)} is understood`, () => {
    assert.deepEqual(parseWorkerMessage(messageLine(message)), message);
  });
}

const others = [
  '',
  'x',
  'null',
  '[]',
  '{}',
  '{"type":"call"}',
  '{"type":"rested","isClean":1,"files":[]}',
  '{"type":"rested","isClean":true,"files":[{"path":1,"stamp":""}]}',
  '{"type":"reply","reply":null}',
  '{"type":"reply","reply":{"status":"200","headers":{},"body":""}}',
  '{"type":"reply","reply":{"status":200,"headers":{"a":1},"body":""}}',
  '{"type":"reply","reply":{"status":200,"headers":{},"body":{}}}',
];

for (const line of others) {
  test(`${JSON.stringify(line)} is no message`, () => assert.equal(parseWorkerMessage(line), undefined));
}

test('no line makes the reader throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseWorkerMessage(line)));
});

test('lines are whole however they come in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 7 }), async (texts, size) => {
      const lines = texts.map((text) => JSON.stringify(text));
      const stream = new PassThrough();
      const taken: string[] = [];
      readLines(stream, 1_000, (line) => taken.push(line), assert.fail);
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
      stream.end();
      await new Promise((resolve) => stream.once('end', resolve));
      assert.deepEqual(taken, lines);
    }),
    { numRuns: 50 },
  );
});

for (const [what, text] of [
  ['with an end', `short\n${'x'.repeat(11)}\nlater\n`],
  ['without one', `short\n${'x'.repeat(11)}`],
] as const) {
  test(`a line that is too long, ${what}, is refused once, and nothing after it is taken`, async () => {
    const stream = new PassThrough();
    const taken: string[] = [];
    let refusals = 0;
    readLines(
      stream,
      10,
      (line) => taken.push(line),
      () => refusals++,
    );
    stream.write(text);
    stream.end('more\n');
    await new Promise((resolve) => stream.once('end', resolve));
    assert.deepEqual(taken, ['short']);
    assert.equal(refusals, 1);
  });
}
