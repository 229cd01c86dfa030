/** Rows of the console: the widget that is selected, its fields, transitions and text. */
import { type Area, by, type Claim, own, row } from '../row.ts';

const inspector = (name: RegExp) => by('test/console/inspector.test.ts', name);
const fields = (name: RegExp) => by('test/console/inspector-fields.test.ts', name);
const conditions = (name: RegExp) => by('test/console/inspector-conditions.test.ts', name);
const tryIt = (name: RegExp) => by('test/console/inspector-try-it.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  typing: ['Typing in one field is one entry of the history', own(inspector(/^typing in a field/))],
  rename: ['A renamed widget is followed by all that speaks of it', own(inspector(/^a widget is renamed/))],
  fields: [
    'Every kind of field writes the type that the file wants, and leaves alone what is not edited',
    own(fields(/^numbers, switches/), fields(/^a duration/), fields(/^rows are added/)),
  ],
  templates: [
    'Templates complete what can be read there and show what they give, by the engine itself',
    own(inspector(/^templates complete/)),
  ],
  samples: [
    'Templates are tried with the last execution that reached the widget, or with values by hand',
    own(inspector(/^the sample is/), by('src/api/console/try-request.test.ts', /^samples are/)),
  ],
  conditions: [
    'The row of a split that a value takes is the one that the engine takes',
    own(conditions(/^the row that is marked/), conditions(/^conditions are written/)),
  ],
  'try-it': [
    'The request of a widget is tried by the way that executions take, guarded and limited',
    own(tryIt(/./), by('src/api/console/try-request.test.ts', /is made as|is called|is not asked|cannot be tried/)),
  ],
  transitions: ['Transitions are connected, cut, and led to new widgets', own(inspector(/^transitions are/))],
  json: ['A widget and the whole flow are edited as text, as one edit', own(inspector(/^JSON of the widget/))],
  draw: [
    'A flow is drawn and filled in by keys alone',
    own(by('test/console/acceptance-draw.test.ts', /^the same is drawn by keys/)),
  ],
};

export const consoleInspectorArea: Area = {
  title: 'Console: inspector',
  about: 'What the editor shows of the widget that is selected.',
  rows: Object.entries(rows).map(([name, [what, claim]]) =>
    row(`console/inspector-${name}`, what, 'console page §5', claim),
  ),
};
