/**
 * Rows of Liquid's filters and tags, taken from the engine's lists. What shows one is the recorded oracle: the group of
 * its answers in which a template uses the filter or tag, as the test of that group compares them all.
 */
import { readFileSync } from 'node:fs';
import { liquidFilters, liquidTags } from '../../src/engine/liquid/index.ts';
import { type Area, by, type Claim, type Evidence, inferred, literally, notYet, row, shown } from '../row.ts';

interface Recorded {
  readonly group: string;
  readonly template: string;
  readonly context: string;
  readonly output?: string;
}

const golden: { readonly rows: readonly Recorded[] } = read('liquid.json');
/** Where we differ on purpose the group's test leaves the row out. */
const differences: readonly { readonly rows: readonly Omit<Recorded, 'group'>[] }[] = read('liquid-differences.json');
const left = new Set(differences.flatMap(({ rows }) => rows.map(keyOf)));
// An answer that is an error shows no behaviour.
const compared = golden.rows.filter((recorded) => recorded.output !== undefined && !left.has(keyOf(recorded)));

const about =
  'Compared with recorded answers of liqp 0.7.9, the Java engine that the service is taken to use (docs/liquid.md).';

export const liquidAreas: readonly Area[] = [
  {
    title: 'Liquid filters',
    about,
    rows: liquidFilters.map(({ name, summary, source }) => {
      return row(
        `liquid/filter/${name}`,
        summary,
        source,
        claimOf(new RegExp(`\\|\\s*${literally(name)}(?!\\w)`), source),
      );
    }),
  },
  {
    title: 'Liquid tags',
    about,
    rows: liquidTags.map(({ name, summary, source }) => {
      return row(
        `liquid/tag/${name}`,
        summary,
        source,
        claimOf(new RegExp(`\\{%-?\\s*${literally(name)}(?!\\w)`), source),
      );
    }),
  },
];

/** What only the engine's source tells is our reading: the service nowhere says that it uses it. */
function claimOf(used: RegExp, source: string): Claim {
  const groups = new Set(compared.filter(({ template }) => used.test(template)).map(({ group }) => group));
  if (groups.size === 0) return notYet('No recorded answer of the engine uses it.');
  const tests = [...groups].map(testOf);
  return source.includes('bkiers/Liqp') ? inferred(...tests) : shown(...tests);
}

function testOf(group: string): Evidence {
  return by('src/engine/liquid/golden.test.ts', new RegExp(`^Liquid renders as the oracle: ${literally(group)}$`));
}

function keyOf({ context, template }: Omit<Recorded, 'group'>): string {
  return `${context} ${template}`;
}

function read(name: string) {
  return JSON.parse(readFileSync(new URL(`../../test/golden/${name}`, import.meta.url), 'utf8'));
}
