import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inDocumentOrder, type Path, pointer, Report } from './report.ts';

const pointers: [Path, string][] = [
  [[], '#'],
  [['states', 3, 'properties', 'timeout'], '#/states/3/properties/timeout'],
  [['a/b', 'c~d'], '#/a~1b/c~0d'],
];

for (const [path, text] of pointers) {
  test(`the place ${JSON.stringify(path)} is written ${text}`, () => {
    assert.equal(pointer(path), text);
  });
}

test('findings come in the order of the document, whatever found them first', () => {
  const definition = { z: [{ b: 1, a: 2 }, 3], a: { c: 1 } };
  const paths: Path[] = [
    ['missing'],
    ['a', 'c'],
    ['z', 1],
    ['z', 0, 'missing'],
    ['z', 0, 'a'],
    ['z', 0, 'b'],
    ['z', 0],
    ['a'],
    [],
  ];
  const report = new Report();
  for (const path of paths) report.error(path, 'missing', '');
  const sorted = inDocumentOrder(definition, report.findings).map(({ path }) => pointer(path));
  assert.deepEqual(sorted, ['#', '#/z/0', '#/z/0/b', '#/z/0/a', '#/z/0/missing', '#/z/1', '#/a', '#/a/c', '#/missing']);
});

test('findings of one place stay as they were reported', () => {
  const report = new Report();
  for (const message of ['b', 'a', 'c']) report.warning(['x'], 'unknown-event', message);
  const messages = inDocumentOrder({ x: 1 }, report.findings).map(({ message }) => message);
  assert.deepEqual(messages, ['b', 'a', 'c']);
});

test('a flood of problems is cut off, and says so; warnings alone refuse nothing', () => {
  const report = new Report();
  for (let index = 0; index < 6000; index++) report.warning([index], 'unknown-property', '');
  report.error([], 'missing', '');
  assert.equal(report.findings.length, 5002);
  assert.deepEqual(report.findings.slice(-2), [
    {
      severity: 'warning',
      path: [],
      code: 'too-many-problems',
      message: 'has more than 5000 warnings; the rest is not listed',
    },
    { severity: 'error', path: [], code: 'missing', message: '' },
  ]);
});
