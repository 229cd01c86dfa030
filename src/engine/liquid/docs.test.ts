import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { liquidFilters, liquidTags } from './index.ts';

const page = readFileSync(new URL('../../../docs/liquid.md', import.meta.url), 'utf8');
const differences = JSON.parse(
  readFileSync(new URL('../../../test/golden/liquid-differences.json', import.meta.url), 'utf8'),
) as readonly { name: string; reason: string }[];

const tables: readonly [heading: string, lines: string[]][] = [
  ['## Tags', liquidTags.map(({ name, summary }) => `| \`${name}\` | ${summary} |`).toSorted()],
  ['## Filters', liquidFilters.map(({ name, summary }) => `| \`${name}\` | ${summary} |`).toSorted()],
  [
    '## Where Atelier answers otherwise on purpose',
    differences.map(({ name, reason }) => `| ${name} | ${reason} |`).toSorted(),
  ],
];
for (const [heading, wanted] of tables) {
  test(`docs/liquid.md lists what there is: ${heading.slice(3)}`, () => {
    const section = page.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const rows = section.split('\n').map((line) => line.replace(/ +/g, ' '));
    const lines = rows.filter((line) => line.startsWith('| ') && !/^\| (tag|filter|what|-+) \|/.test(line));
    assert.deepEqual(lines.toSorted(), wanted);
  });
}
