/** Rows of every kind of validation problem, and of the wordings that the service uses for them. */
import { readdirSync, readFileSync } from 'node:fs';
import { validationCatalogue } from '../../src/engine/validation/index.ts';
import { type Area, type Basis, by, type Claim, type Evidence, literally, row, shown } from '../row.ts';

interface BrokenFlow {
  readonly errors: readonly { readonly code: string }[];
  readonly warnings: readonly { readonly code: string }[];
}

const schema = 'src/engine/validation/schema.test.ts';
const folder = new URL('../../test/broken/', import.meta.url);

/** Kind of problem → the broken flows that report it. */
const flowsOfCode = Map.groupBy(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((file) => {
      const flow: BrokenFlow = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      const codes = new Set([...flow.errors, ...flow.warnings].map(({ code }) => code));
      return [...codes].map((code) => ({ code, flow: file.replace('.json', '') }));
    }),
  ({ code }) => code,
);

/** Kinds that no file of decent size shows. */
const shownElsewhere: { readonly [code: string]: Evidence } = {
  'repeated-items': by(schema, /"uniqueItems":true/),
  'wrong-pattern': by(schema, /"pattern":/),
  'too-many-problems': by('src/engine/validation/report.test.ts', /^a flood of problems is cut off/),
};

/** The service's list names neither the rule nor what it says. */
const bases: { readonly [code: string]: Basis } = {
  'null-value': 'inferred',
  'out-of-range': 'inferred',
  'unknown-property': 'own',
  'invalid-property': 'documented',
  'initial-state-not-trigger': 'own',
  'unusual-name': 'inferred',
  'missing-trigger': 'own',
  'several-triggers': 'own',
  'unwired-trigger': 'inferred',
  'subflow-revisions-differ': 'inferred',
  'too-many-subflow-widgets': 'inferred',
  'too-many-subflows': 'inferred',
  'liquid-error': 'own',
  'too-many-problems': 'own',
};

/** Keyword → the wording, as the documented list and the library behind it have it. Source: limits-and-errors §5. */
const wordings: { readonly [keyword: string]: readonly [wording: string, evidence: Evidence, basis?: Basis] } = {
  type: ['boolean found, string expected', by(schema, /boolean found, string expected$/)],
  'union type': [
    'boolean found, but [string, integer] is required',
    by(schema, /found, but \[.*\] is required$/),
    'inferred',
  ],
  required: ['is missing but it is required', by(schema, /^\{\} against .* is missing but it is required$/)],
  enum: ['does not have a value in the enumeration [a, b]', by(schema, /in the enumeration \[a, b\]$/)],
  const: ['must be a constant value x', by(schema, /must be a constant value x$/)],
  pattern: ['does not match the regex pattern …', by(schema, /does not match the regex pattern/), 'inferred'],
  minimum: ['must have a minimum value of n', by(schema, /must have a minimum value of 1$/), 'inferred'],
  maximum: ['must have a maximum value of n', by(schema, /must have a maximum value of 1$/), 'inferred'],
  minLength: ['must be at least n characters long', by(schema, /must be at least 2 characters long$/), 'inferred'],
  maxLength: ['may only be n characters long', by(schema, /may only be 2 characters long$/), 'inferred'],
  minItems: [
    'there must be a minimum of n items in the array',
    by(schema, /a minimum of 1 items in the array$/),
    'inferred',
  ],
  maxItems: [
    'there must be a maximum of n items in the array',
    by(schema, /a maximum of 1 items in the array/),
    'inferred',
  ],
  uniqueItems: [
    'the items in the array must be unique',
    by(schema, /the items in the array must be unique/),
    'inferred',
  ],
  reference: ['must match a widget name', brokenFlow('initial-state-unknown')],
  null: ['must not be null', brokenFlow('property-null')],
  subflow: ['must be a valid, non-liquid flow sid', brokenFlow('subflow-sid-template')],
  'REST only': ['… can only be used in flows triggered by the REST API', brokenFlow('rest-only-widget')],
};

export const validationAreas: readonly Area[] = [
  {
    title: 'Validation rules',
    about: 'Every kind of problem that a definition can have, each with broken flows that report it.',
    rows: Object.entries(validationCatalogue).map(([code, what]) => {
      return row(`validation/${code}`, what, 'limits-and-errors §4, §5', {
        ...claimOf(code),
        basis: bases[code] ?? 'documented',
      });
    }),
  },
  {
    title: 'Validation wordings',
    about: 'What is said, word for word.',
    rows: Object.entries(wordings).map(([keyword, [wording, evidence, basis = 'documented']]) => {
      const id = `wording/${keyword.replaceAll(' ', '-')}`;
      return row(id, wording, 'limits-and-errors §5', { ...shown(evidence), basis });
    }),
  },
];

function claimOf(code: string): Claim {
  const elsewhere = shownElsewhere[code];
  const flows = flowsOfCode.get(code) ?? [];
  return shown(...(elsewhere ? [elsewhere] : []), ...flows.map(({ flow }) => brokenFlow(flow)));
}

function brokenFlow(name: string): Evidence {
  return by('test/broken/broken.test.ts', new RegExp(`^broken flow ${literally(name)} has exactly its problems$`));
}
