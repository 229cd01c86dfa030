import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { LiquidError, type LiquidLimits, parseTemplate, renderTemplate, studioLimits } from './index.ts';

interface Row {
  readonly group?: string;
  readonly template: string;
  readonly context: string;
  readonly output?: string;
  readonly error?: true;
}

const golden = read('liquid.json') as { contexts: Record<string, Record<string, unknown>>; rows: readonly Row[] };
const differences = read('liquid-differences.json') as readonly {
  name: string;
  reason: string;
  rows: readonly Row[];
}[];
const ours = new Map(differences.flatMap(({ rows }) => rows.map((row) => [keyOf(row), row])));

for (const group of new Set(golden.rows.map((row) => row.group))) {
  test(`Liquid renders as the oracle: ${group}`, () => {
    for (const row of golden.rows) {
      if (row.group === group && !ours.has(keyOf(row))) assert.equal(render(row), wanted(row), row.template);
    }
  });
}

for (const { name, reason, rows } of differences) {
  test(`Liquid differs from the oracle on purpose: ${name}`, () => {
    assert.ok(reason.length > 0 && rows.length > 0);
    for (const row of rows) {
      const recorded = golden.rows.find((other) => keyOf(other) === keyOf(row));
      assert.ok(recorded, `No recorded row for ${row.template}`);
      assert.notEqual(wanted(recorded), wanted(row), `No difference in ${row.template}`);
      assert.equal(render(row), wanted(row), row.template);
    }
  });
}

test('the loop limit of the whole template is that of the oracle', () => {
  const rows = differences.find(({ name }) => name === '15 rounds per loop')?.rows ?? [];
  assert.ok(rows.length > 0);
  for (const row of rows) assert.equal(render(row, { ...studioLimits, loopScope: 'template' }), '(error)');
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../test/golden/${name}`, import.meta.url), 'utf8'));
}

function keyOf({ context, template }: Row): string {
  return `${context} ${template}`;
}

function wanted({ output }: Row): string {
  return output ?? '(error)';
}

function render({ template, context }: Row, limits: LiquidLimits = studioLimits): string {
  try {
    const parsed = parseTemplate(template, 'studio', limits);
    // The rows print nothing of the present moment but the length of its year.
    const options = { dialect: 'studio', timeZone: 'America/Los_Angeles', nowMs: 1_767_571_509_000, limits } as const;
    return renderTemplate(parsed, golden.contexts[context] ?? {}, options).text;
  } catch (error) {
    assert.ok(error instanceof LiquidError, String(error));
    return '(error)';
  }
}
