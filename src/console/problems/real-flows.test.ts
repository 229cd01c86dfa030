/** The problem list of real flows and of large ones; and what their fixes do. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { liquidFilters } from '../../engine/liquid/index.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { anyDefinition } from '../compare/flow-fixture.ts';
import { mapTexts } from '../compare/json-values.ts';
import { withEdits } from './edits-fixture.ts';
import { findProblems } from './index.ts';

const tests = join(import.meta.dirname, '../../../test');
const folder = join(tests, 'flows');
const flows = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name: name.replace('.json', ''), definition: definitionIn(name) }));

function definitionIn(name: string): JsonObject {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** How often each kind is found in each flow, reviewed like code when it changes. */
const expected: Json = JSON.parse(readFileSync(join(import.meta.dirname, 'real-flows.json'), 'utf8'));

for (const { name, definition } of flows) {
  test(`the problems of ${name} are those on record`, () => {
    const counts: { [id: string]: number } = {};
    for (const { id } of findProblems(definition)) counts[id] = (counts[id] ?? 0) + 1;
    assert.deepEqual(counts, isJsonObject(expected) ? expected[name] : undefined);
  });
}

test('no flow is on record that is not there', () => {
  assert.deepEqual(Object.keys(isJsonObject(expected) ? expected : {}).sort(), flows.map(({ name }) => name).sort());
});

test('sentences are whole, of real flows and of broken ones', () => {
  const broken = readdirSync(join(tests, 'broken'))
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(tests, 'broken', name), 'utf8')).definition)
    .filter(isJsonObject);
  for (const definition of [...broken, ...flows.map((each) => each.definition)]) {
    for (const { message } of findProblems(definition)) {
      assert.match(message, /^\S[\s\S]*[.?]$/);
      assert.doesNotMatch(message, /undefined|\[object|NaN|\.\.$/);
    }
  }
});

test('errors are exactly what the validator refuses, one for each place', () => {
  fc.assert(
    fc.property(fc.oneof(anyDefinition, fc.dictionary(fc.string(), fc.jsonValue())), (any) => {
      const definition = any as JsonObject;
      const { errors } = validateDefinition(definition, {
        widgets: widgetsByType,
        level: 'strict',
        limits: studioDefaults,
      });
      const places = new Set(
        errors.map(({ code, property_path: place, message }) =>
          code === 'unknown-event' ? `${code} ${place}` : `${code} ${place} ${message}`,
        ),
      );
      assert.equal(findProblems(definition).filter(({ severity }) => severity === 'error').length, places.size);
    }),
  );
});

test('each fix of a real flow, and of one that somebody broke, removes its problem and makes no error', () => {
  const flow = fc.constantFrom(...flows.map(({ definition }) => definition));
  fc.assert(
    fc.property(
      flow,
      fc.array(fc.tuple(fc.nat(9999), fc.nat(6)), { maxLength: 3 }),
      fc.nat(9999),
      (real, breaks, pick) => {
        const definition = breaks.reduce((broken, [place, way]) => withFault(broken, place, way), real);
        const problems = findProblems(definition);
        const errors = problems.filter(({ severity }) => severity === 'error').length;
        const fixes = problems.flatMap((problem) =>
          problem.fixes.flatMap((fix) => ('edits' in fix ? [{ problem, fix, edits: fix.edits }] : [])),
        );
        const chosen = fixes[pick % Math.max(1, fixes.length)];
        if (chosen === undefined) return;
        const { problem, fix, edits } = chosen;
        const after = findProblems(withEdits(definition, edits));
        const what = `${fix.label}: ${problem.message}`;
        const isSame = (each: (typeof after)[number]) =>
          each.id === problem.id && each.message === problem.message && each.widget === problem.widget;
        assert.ok(after.filter(isSame).length < problems.filter(isSame).length, what);
        assert.ok(after.filter(({ severity }) => severity === 'error').length <= errors, `${what} makes an error`);
      },
    ),
    { numRuns: 300 },
  );
});

/** The flow with one thing broken in one widget. */
function withFault(definition: JsonObject, place: number, way: number): JsonObject {
  const states = definition.states as readonly JsonObject[];
  const at = place % states.length;
  const state = states[at];
  if (state === undefined) return definition;
  const transitions = state.transitions as readonly JsonObject[];
  const properties = state.properties as JsonObject;
  const swapped = (from: string, to: string) => mapTexts(state, (text) => text.replaceAll(from, to)) as JsonObject;
  const filter = liquidFilters[place % liquidFilters.length]?.name ?? '';
  const ways: readonly JsonObject[] = [
    { ...state, transitions: transitions.map((each) => ({ ...each, next: `${each.next ?? 'x'}_` })) },
    { ...state, transitions: transitions.map(({ next: _, ...each }) => each) },
    { ...state, type: String(state.type).replace(/^(make|run|send)-/, '') },
    { ...state, name: `${state.name ?? ''} 2` },
    swapped('}}', ` | ${filter.slice(1)}x }}`),
    swapped('widgets.', 'widgets.x'),
    { ...state, properties: { ...properties, timeout: 99, method: 'put', more: true } },
  ];
  return { ...definition, states: states.map((each, index) => (index === at ? (ways[way] ?? each) : each)) };
}

test('2,000 widgets are checked within the time of a few keystrokes', () => {
  const states: JsonObject[] = Array.from({ length: 1999 }, (_, at): JsonObject => {
    const next = at === 1998 ? {} : { next: `w_${at + 1}` };
    const body = `Text {{widgets.w_${Math.max(0, at - 7)}.inbound.Body | upcase}} {{flow.variables.v${at % 9}}}`;
    return at % 3 === 0
      ? {
          name: `w_${at}`,
          type: 'split-based-on',
          transitions: [
            { event: 'noMatch', next: `w_${Math.max(0, at - 3)}` },
            {
              event: 'match',
              ...next,
              conditions: [{ friendly_name: 'If', arguments: [body], type: 'regex', value: '(a|b)+' }],
            },
          ],
          properties: { input: body },
        }
      : {
          name: `w_${at}`,
          type: 'send-and-wait-for-reply',
          transitions: [{ event: 'incomingMessage', ...next }, { event: 'timeout' }, { event: 'deliveryFailure' }],
          properties: { from: '{{flow.channel.address}}', body, timeout: '3600' },
        };
  });
  const trigger = {
    name: 'Trigger',
    type: 'trigger',
    transitions: [{ event: 'incomingMessage', next: 'w_0' }],
    properties: {},
  };
  const definition = { states: [trigger, ...states], initial_state: 'Trigger' };
  findProblems(definition);
  const startedAt = performance.now();
  const problems = findProblems(definition);
  const milliseconds = performance.now() - startedAt;
  assert.ok(problems.length > 1999);
  // Far more than it takes alone, as tests share their machine.
  assert.ok(milliseconds < 3000, `${milliseconds} ms`);
});
