import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOfForm, runnableBlocks } from './doc-blocks.ts';

const fence = '```';

test('a block to run is found with the output below it', () => {
  const page = `# A\n\n${fence}sh run\necho 1\n${fence}\n\n${fence}text\n1\n${fence}\n\n${fence}sh\nrm -r\n${fence}\n`;
  const blocks = runnableBlocks(page);
  assert.deepEqual(
    blocks.map(({ line, text, shown }) => [line, text, shown?.text]),
    [[3, 'echo 1\n', '1\n']],
  );
});

test('an output further down belongs to no block', () => {
  const page = `${fence}sh run\necho 1\n${fence}\n\nText.\n\nMore text.\n\n${fence}text\n2\n${fence}\n`;
  assert.equal(runnableBlocks(page)[0]?.shown, undefined);
});

const forms: { shown: unknown; given: unknown; differs: boolean }[] = [
  { shown: { a: 1, b: 'x…z' }, given: { a: 1, b: 'xyz' }, differs: false },
  { shown: { a: 1 }, given: { a: 2 }, differs: true },
  { shown: { a: 1 }, given: { a: 1, b: 2 }, differs: true },
  { shown: { a: 1, b: 2 }, given: { a: 1 }, differs: true },
  { shown: { a: 1, '…': '…' }, given: { a: 1, b: 2 }, differs: false },
  { shown: { a: '…' }, given: { a: null }, differs: false },
  { shown: { a: 'SM…' }, given: { a: 'CA1' }, differs: true },
  { shown: { a: 'SM…' }, given: { a: null }, differs: true },
  { shown: ['a', 'b'], given: ['a', 'b'], differs: false },
  { shown: ['a'], given: ['a', 'b'], differs: true },
  { shown: [], given: {}, differs: true },
  { shown: null, given: null, differs: false },
  { shown: 'a.c', given: 'abc', differs: true },
];
for (const { shown, given, differs } of forms) {
  test(`${JSON.stringify(given)} ${differs ? 'differs from' : 'has'} the form ${JSON.stringify(shown)}`, () => {
    assert.equal(differenceOfForm(shown, given) !== undefined, differs);
  });
}
