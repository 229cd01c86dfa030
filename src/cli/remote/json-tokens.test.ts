import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compactJson, memberText, prettyJson, replaceTexts } from './json-tokens.ts';

const kept: { text: string; pretty: string }[] = [
  { text: '{"b":1.0,"a":1e3,"2":0,"1":-0}', pretty: '{\n  "b": 1.0,\n  "a": 1e3,\n  "2": 0,\n  "1": -0\n}\n' },
  { text: '{"a":[],"b":{}}', pretty: '{\n  "a": [],\n  "b": {}\n}\n' },
  { text: '["{\\"a\\": [1,2]}","\\u00e9 , : ü"]', pretty: '[\n  "{\\"a\\": [1,2]}",\n  "\\u00e9 , : ü"\n]\n' },
  { text: '12345678901234567890', pretty: '12345678901234567890\n' },
];
for (const { text, pretty } of kept) {
  test(`${text} keeps its order, numbers and escapes`, () => {
    assert.equal(prettyJson(text), pretty);
    assert.equal(compactJson(pretty), text);
  });
}

test('what is written is what JSON.stringify writes of the same value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.equal(prettyJson(text), `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    }),
  );
});

const members: { text: string; key: string; value: string | undefined }[] = [
  { text: '{"a": 1.0 , "b":2}', key: 'a', value: '1.0' },
  { text: '{"x":{"a":1},"a":{"b": [1, {"a":2}]}}', key: 'a', value: '{"b": [1, {"a":2}]}' },
  { text: '{"a":1,"a":2}', key: 'a', value: '2' },
  { text: '{"\\u0061":"a,}"}', key: 'a', value: '"a,}"' },
  { text: '{"b":"a"}', key: 'a', value: undefined },
  { text: '[{"a":1}]', key: 'a', value: undefined },
  { text: '{}', key: 'a', value: undefined },
];
for (const { text, key, value } of members) {
  test(`"${key}" of ${text} is ${value}`, () => {
    assert.equal(memberText(text, key), value);
  });
}

test('texts under a key change, and nothing else does', () => {
  const text = '{"a": "x", "b":["a", {"a":"x","c":"x"}], "d": {"a": ["x"]}, "\\u0061":"y", "n": 1.0}';
  const changed = replaceTexts(text, 'a', (value) => (value === 'x' ? 'NEW' : undefined));
  assert.equal(changed, '{"a": "NEW", "b":["a", {"a":"NEW","c":"x"}], "d": {"a": ["x"]}, "\\u0061":"y", "n": 1.0}');
});
