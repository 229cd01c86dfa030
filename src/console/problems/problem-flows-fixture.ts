/** Small flows, one widget a line, and what is expected of a problem; for the tests. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../engine/json.ts';
import { withEdits } from './edits-fixture.ts';
import { findProblems, type Surroundings } from './index.ts';
import type { Edit, FlowProblem, ProblemId, Severity } from './problem.ts';

export const on = (event: string, next?: string): JsonObject => (next === undefined ? { event } : { event, next });
export const state = (
  name: string,
  type: string,
  properties: JsonObject,
  ...transitions: JsonObject[]
): JsonObject => ({
  name,
  type,
  transitions,
  properties,
});
export const from = '{{flow.channel.address}}';
export const trigger = (next: string | undefined, event = 'incomingMessage') =>
  state('Trigger', 'trigger', {}, on(event, next));
export const send = (name: string, body: string, next?: string) =>
  state(name, 'send-message', { from, body }, on('sent', next), on('failed'));
export const ask = (name: string, reply?: string, silence?: string, failure?: string, more: JsonObject = {}) =>
  state(
    name,
    'send-and-wait-for-reply',
    { from, body: 'Which?', timeout: '3600', ...more },
    on('incomingMessage', reply),
    on('timeout', silence),
    on('deliveryFailure', failure),
  );
export const say = (name: string, text: string, next?: string) =>
  state(name, 'say-play', { say: text, loop: 1 }, on('audioComplete', next));
export const http = (name: string, properties: JsonObject, success?: string, failed?: string) =>
  state(
    name,
    'make-http-request',
    { method: 'GET', url: 'https://example.com', ...properties },
    on('success', success),
    on('failed', failed),
  );
export const set = (name: string, variables: JsonObject, next?: string) =>
  state(
    name,
    'set-variables',
    { variables: Object.entries(variables).map(([key, value]): Json => ({ key, value })) },
    on('next', next),
  );
export const input = '{{widgets.ask_day.inbound.Body}}';
export const match = (type: string, value: string, next?: string, argument = input): JsonObject => ({
  ...on('match', next),
  conditions: [{ friendly_name: 'If', arguments: [argument], type, value }],
});
export const split = (name: string, noMatch: string | undefined, ...matches: JsonObject[]) =>
  state(name, 'split-based-on', { input }, on('noMatch', noMatch), ...matches);
export const gather = (properties: JsonObject, ...transitions: JsonObject[]) =>
  state('gather_1', 'gather-input-on-call', { say: 'Press', timeout: 5, ...properties }, ...transitions);
export const flow = (...states: JsonObject[]): JsonObject => ({ states, initial_state: 'Trigger' });

/** A question with all its wires, and a conversation that ends. */
export const asked = ask('ask_day', 'terms', 'terms', 'terms');
export const terms = send('terms', 'These are the terms');

export interface ProblemCase {
  readonly id: ProblemId;
  readonly severity: Severity;
  readonly message: string;
  readonly flow: JsonObject;
  /** Labels of all fixes, in their order. */
  readonly fixes?: readonly string[];
  /** Edits of the first fix. */
  readonly edits?: readonly Edit[];
  readonly surroundings?: Surroundings;
  /** Other problems that come with it. */
  readonly beside?: readonly ProblemId[];
}

/** The flow of each case has exactly its problem; its fixes remove it. */
export function testProblems(cases: readonly ProblemCase[]): void {
  for (const { id, severity, message, flow: definition, fixes = [], edits, surroundings, beside = [] } of cases) {
    test(`${id}: ${message}`, () => {
      const problems = findProblems(definition, surroundings);
      const problem = problems.find((each) => each.id === id && each.message === message);
      assert.ok(problem, JSON.stringify(problems, null, 1));
      assert.deepEqual(problems.map((each) => each.id).sort(), [id, ...beside].sort());
      assert.equal(problem.severity, severity);
      assert.deepEqual(
        problem.fixes.map(({ label }) => label),
        fixes,
      );
      const [first] = problem.fixes;
      if (edits !== undefined) assert.deepEqual(first && 'edits' in first ? first.edits : undefined, edits);
      checkFixes(definition, problem, surroundings);
    });
  }
}

/** Each fix that makes edits removes its problem and makes no error. */
function checkFixes(definition: JsonObject, problem: FlowProblem, surroundings: Surroundings = {}): void {
  const errors = findProblems(definition, surroundings).filter(({ severity }) => severity === 'error').length;
  for (const fix of problem.fixes) {
    if (!('edits' in fix)) continue;
    const after = findProblems(withEdits(definition, fix.edits), surroundings);
    assert.ok(!after.some(({ id, message }) => id === problem.id && message === problem.message), fix.label);
    assert.ok(after.filter(({ severity }) => severity === 'error').length <= errors, `${fix.label} makes an error`);
  }
}
