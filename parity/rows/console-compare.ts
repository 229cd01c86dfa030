/** Rows of the console. None of them is the service's: all are promises of our own. */
import { type Area, by, type Evidence, own, row } from '../row.ts';

const compared = (name: RegExp) => by('src/console/compare/compare.test.ts', name);
const held = (name: RegExp) => by('src/console/compare/properties.test.ts', name);
const merged = (name: RegExp) => by('src/console/compare/merge.test.ts', name);
const real = (name: RegExp) => by('src/console/problems/real-flows.test.ts', name);

type Line = readonly [what: string, ...tests: Evidence[]];

const rows: { readonly [name: string]: Line } = {
  'console/compare/changes': [
    'Two definitions are compared by what they mean: widgets, names, properties, conditions, wires, positions',
    compared(/^a change of/),
    held(/^(all differences|a flow differs in nothing|what differs)/),
  ],
  'console/compare/words': [
    'Changes are told in words, for the list, a publication, a revision and as Markdown',
    compared(/^(a revision says|the first publication|".*word by word|what people wrote)/),
  ],
  'console/compare/canvas': [
    'Changes are drawn: marks, ghosts, wires added and removed',
    compared(/^(the canvas shows|a renamed widget)/),
  ],
  'console/compare/size': ['2,000 widgets are compared without a wait', compared(/^2,000 widgets/)],
  'console/merge': [
    'Two edits of one flow come together by widget and property; nothing of either is lost',
    merged(/^merges/),
    held(/^(a merge|what only one side)/),
  ],
  'console/merge/conflicts': ['What cannot come together by itself is asked, place by place', merged(/^asks about/)],
  'console/problems/refusals': [
    'What the validator finds is told in plain language, with fixes',
    by('src/console/problems/refusals.test.ts'),
    real(/^errors are exactly/),
  ],
  'console/problems/wiring': [
    'Ends that nobody meant, loops and calls are told',
    by('src/console/problems/wiring.test.ts'),
  ],
  'console/problems/values': [
    'Mistakes in texts, references and conditions are told',
    by('src/console/problems/values.test.ts'),
  ],
  'console/problems/fixes': ['Each fix removes its problem and makes no error', real(/^each fix/)],
  'console/problems/size': ['2,000 widgets are checked without a wait', real(/^2,000 widgets/)],
  'console/problems/mute': [
    'What is on purpose can be muted, errors never',
    by('src/console/problems/problems.test.ts', /^muted/),
  ],
};

export const consoleCompareArea: Area = {
  title: 'Console: compare, merge, problems',
  about: 'What the editor in the browser tells of a flow and its revisions.',
  rows: Object.entries(rows).map(([id, [what, ...tests]]) => row(id, what, 'console §6, §7', own(...tests))),
};
