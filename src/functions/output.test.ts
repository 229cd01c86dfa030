import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedLines } from './output.ts';

test('lines are passed on as they are, and cut where they are long', () => {
  const lines: string[] = [];
  const print = boundedLines((stream, line) => lines.push(`${stream} ${line}`));
  print('stdout', 'one');
  print('stderr', '');
  print('stdout', 'x'.repeat(5_000));
  assert.deepEqual(lines, ['stdout one', 'stderr ', `stdout ${'x'.repeat(4_096)}…`]);
});

test('after 64 kB nothing is passed on, and that is said once', () => {
  const lines: string[] = [];
  const print = boundedLines((_stream, line) => lines.push(line));
  for (let count = 0; count < 1_000; count++) print('stdout', 'y'.repeat(1_023));
  assert.equal(lines.length, 65);
  assert.equal(lines.at(-1), '… more output of this call is dropped');
  assert.equal(lines.at(-2), 'y'.repeat(1_023));
});
