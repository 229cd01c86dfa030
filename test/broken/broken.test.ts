/** Broken flows: each file is one way of being wrong, with exactly the problems that are reported. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Limits, studioDefaults } from '../../src/engine/limits.ts';
import {
  type ValidationCode,
  type ValidationProblem,
  validateDefinition,
  validationCatalogue,
} from '../../src/engine/validation/index.ts';
import { widgetsByType } from '../../src/widgets/index.ts';

interface BrokenFlow {
  readonly definition: unknown;
  readonly errors: readonly ValidationProblem[];
  readonly warnings: readonly ValidationProblem[];
  /** Smaller limits, so that the file stays small. */
  readonly limits?: Partial<Limits>;
  readonly strictWidgetNames?: boolean;
}

/** Kinds that no widget's schema and no file of decent size can show; `src/engine/validation` tests them. */
const shownElsewhere: readonly ValidationCode[] = ['repeated-items', 'too-many-problems', 'wrong-pattern'];

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
const flows = new Map(files.map((name) => [name.replace('.json', ''), read(name)]));

for (const [name, flow] of flows) {
  test(`broken flow ${name} has exactly its problems`, () => {
    assert.deepEqual(validate(flow, 'strict'), { errors: flow.errors, warnings: flow.warnings });
  });

  test(`broken flow ${name} is kept at import, unless it is no definition`, () => {
    const { errors, warnings } = validate(flow, 'import');
    const isObject = typeof flow.definition === 'object' && !Array.isArray(flow.definition) && flow.definition !== null;
    assert.deepEqual(errors, isObject ? [] : flow.errors);
    assert.equal(errors.length + warnings.length, flow.errors.length + flow.warnings.length);
  });
}

test('every kind of problem is shown by a broken flow', () => {
  const shown = new Set([...flows.values()].flatMap(({ errors, warnings }) => [...errors, ...warnings]).map(codeOf));
  const all = Object.keys(validationCatalogue) as ValidationCode[];
  assert.deepEqual(
    all.filter((code) => !shown.has(code)),
    all.filter((code) => shownElsewhere.includes(code)),
  );
});

function read(name: string): BrokenFlow {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

function validate(flow: BrokenFlow, level: 'strict' | 'import') {
  return validateDefinition(flow.definition, {
    widgets: widgetsByType,
    level,
    limits: { ...studioDefaults, ...flow.limits },
    strictWidgetNames: flow.strictWidgetNames === true,
  });
}

function codeOf({ code }: ValidationProblem): ValidationCode {
  return code;
}
