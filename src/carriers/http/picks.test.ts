import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePick, readSaid } from './picks.ts';

const picks: readonly { readonly path: string; readonly text: string; readonly value: string | undefined }[] = [
  { path: '/a/0/b', text: '{"a":[{"b":7}]}', value: '7' },
  { path: '/a~1b/m~0n', text: '{"a/b":{"m~n":"x"}}', value: 'x' },
  { path: '/constructor/name', text: '{}', value: undefined },
  { path: '/a', text: 'no JSON', value: undefined },
  { path: 'OK ID=(\\w+)', text: 'OK ID=a1', value: 'a1' },
  { path: '\\d+', text: 'OK 12', value: '12' },
  { path: '\\d+', text: 'OK', value: undefined },
];
for (const { path, text, value } of picks) {
  test(`${path} finds ${value} in ${text}`, () => {
    const said = readSaid(text);
    assert.equal(parsePick(path, 'place')(said), value);
    assert.deepEqual(said.warnings, []);
  });
}

// Without a bound this one takes longer than anybody waits.
test('an expression whose time doubles with every character is cut off, and named', () => {
  const said = readSaid(`${'a'.repeat(60)}!`);
  assert.equal(parsePick('(a+)+$', 'send.answer.id')(said), undefined);
  assert.match(said.warnings.join(), /^send\.answer\.id takes longer than 250 ms/);
});
