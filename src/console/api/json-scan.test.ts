import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scanJson } from './json-scan.ts';

const faults = [
  { text: '', fault: 'empty 1:1' },
  { text: ' \n ', fault: 'empty 1:1' },
  { text: '{"a": 1 "b": 2}', fault: 'comma-missing 1:9' },
  { text: '{\n  "a": 1\n  "b": 2\n}', fault: 'comma-missing 3:3' },
  { text: '[1,]', fault: 'comma-before-end 1:3' },
  { text: '{"a": 1,\n}', fault: 'comma-before-end 1:8' },
  { text: '{"a" 1}', fault: 'colon-missing 1:6' },
  { text: '{a: 1}', fault: 'name-missing 1:2' },
  { text: '{"a": }', fault: 'value-missing 1:7' },
  { text: '{"a": 01}', fault: 'value-missing 1:7' },
  { text: '{"a": nul}', fault: 'value-missing 1:7' },
  { text: '{"a": "b\n"}', fault: 'text-not-closed 1:7' },
  { text: '{"a": "\\x"}', fault: 'bad-escape 1:8' },
  { text: '{"a": [1', fault: 'not-closed 1:9' },
  { text: '{"a":', fault: 'not-closed 1:6' },
  { text: '{} {}', fault: 'more-behind 1:4' },
  { text: '['.repeat(600), fault: 'too-deep 1:501' },
];

for (const { text, fault } of faults) {
  test(`${JSON.stringify(text.slice(0, 20))} is no JSON: ${fault}`, () => {
    const found = scanJson(text).fault;
    assert.equal(found && `${found.kind} ${found.line}:${found.column}`, fault);
  });
}

test('members of the outermost object are given as they were written', () => {
  const scan = scanJson('{"sid":"FW1", "definition" : {"b":1.0, "a" :[ ]} , "x":{"definition":2}}');
  assert.ok(!scan.fault);
  assert.deepEqual(
    [...scan.members],
    [
      ['sid', '"FW1"'],
      ['definition', '{"b":1.0, "a" :[ ]}'],
      ['x', '{"definition":2}'],
    ],
  );
});

test('agrees with JSON.parse on what is JSON', () => {
  const anyText = fc.oneof(
    fc.json(),
    fc.json().chain((text) => fc.nat(text.length).map((cut) => text.slice(0, cut) + text.slice(cut + 1))),
    fc.string({ unit: fc.constantFrom(...'{}[]",:0-.e1\\u n') }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(scanJson(text).fault === undefined, isJson(text), text);
    }),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
