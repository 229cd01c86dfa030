import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playFlow } from '../testing/index.ts';
import type { JsonObject } from './json.ts';
import { studioDefaults } from './limits.ts';

const childSid = 'FW0000000000000000000000000000000c';

function trigger(next: string, event = 'incomingMessage'): JsonObject {
  return { name: 'Trigger', type: 'trigger', transitions: [{ event, next }] };
}

function nothing(name: string, next?: string): JsonObject {
  return {
    name,
    type: 'set-variables',
    properties: {},
    transitions: [{ event: 'next', ...(next === undefined ? {} : { next }) }],
  };
}

function flow(...states: JsonObject[]): JsonObject {
  return { initial_state: 'Trigger', states };
}

test('the limits are those of the service', () => {
  const { stepsPerExecution, sameWidgetInARow, executionDays, widgetsPerFlow, httpSeconds, httpBodyBytes } =
    studioDefaults;
  assert.deepEqual(
    { stepsPerExecution, sameWidgetInARow, executionDays, widgetsPerFlow, httpSeconds, httpBodyBytes },
    {
      stepsPerExecution: 1000,
      sameWidgetInARow: 10,
      executionDays: 30,
      widgetsPerFlow: 2000,
      httpSeconds: 10,
      httpBodyBytes: 65_536,
    },
  );
});

test('the run ends before its 1,001st step, with 81000', () => {
  const play = playFlow({ definition: flow(trigger('a'), nothing('a', 'b'), nothing('b', 'a')) });
  assert.equal(play.steps.length, 1000);
  assert.deepEqual([play.status, play.endedReason], ['ended', 'STEP_LIMIT']);
  assert.deepEqual(
    play.problems.map(({ code, level }) => [code, level]),
    [[81000, 'warning']],
  );
});

test('steps of subflows count, and so does the step that ends one', () => {
  const definition = flow(
    trigger('sub'),
    {
      name: 'sub',
      type: 'run-subflow',
      properties: { flow_sid: childSid, flow_revision: '1' },
      transitions: [{ event: 'completed', next: 'pause' }],
    },
    nothing('pause', 'sub'),
  );
  const subflows = { [childSid]: flow(trigger('x', 'incomingParent'), nothing('x')) };
  // Each round takes four steps: two inside, the subflow's own, the pause.
  for (const stepsPerExecution of [3, 4, 5, 6, 7, 8, 9, 10]) {
    const play = playFlow({ definition, subflows, limits: { stepsPerExecution } });
    assert.equal(play.steps.length, stepsPerExecution);
    assert.deepEqual([play.endedReason, play.problems.map(({ code }) => code)], ['STEP_LIMIT', [81000]]);
    assert.deepEqual(
      play.steps.map(({ sequence }) => sequence),
      [...play.steps.keys()],
    );
  }
});

test('a run that ends with its last allowed step has no problem', () => {
  const definition = flow(trigger('a'), nothing('a', 'b'), nothing('b'));
  const play = playFlow({ definition, limits: { stepsPerExecution: 3 } });
  assert.deepEqual([play.steps.length, play.endedReason, play.problems], [3, 'FLOW_END', []]);
});

test('scenario 22: the eleventh entry in a row ends the run with 81001, and the contact is free again', () => {
  const play = playFlow({ definition: flow(trigger('a'), nothing('a', 'a')) });
  assert.equal(play.steps.filter(({ transitionedFrom }) => transitionedFrom === 'a').length, 10);
  assert.deepEqual([play.status, play.endedReason], ['ended', 'STEP_LIMIT']);
  assert.deepEqual(
    play.problems.map(({ code, level, state }) => [code, level, state]),
    [[81001, 'warning', 'a']],
  );
  play.receive('again');
  assert.equal(play.runs.length, 2);
});

test('waiting in between does not start the count anew, another widget does', () => {
  const ask = (next: string): JsonObject => ({
    name: 'ask',
    type: 'send-and-wait-for-reply',
    properties: { body: '?' },
    transitions: [{ event: 'incomingMessage', next }],
  });
  const play = playFlow({ definition: flow(trigger('ask'), ask('ask')) });
  for (let said = 0; said < 9; said++) play.receive('x');
  assert.equal(play.status, 'active');
  play.receive('x');
  assert.deepEqual([play.status, play.problems.map(({ code }) => code)], ['ended', [81001]]);

  const other = playFlow({ definition: flow(trigger('ask'), ask('pause'), nothing('pause', 'ask')) });
  for (let said = 0; said < 30; said++) other.receive('x');
  assert.deepEqual([other.status, other.problems], ['active', []]);
});

test('too many widgets with all instances of subflows: 81026, nothing runs', () => {
  const sub = (name: string): JsonObject => ({
    name,
    type: 'run-subflow',
    properties: { flow_sid: childSid, flow_revision: '1' },
    transitions: [],
  });
  const definition = flow(trigger('sub'), sub('sub'), sub('other'));
  const subflows = { [childSid]: flow(trigger('x', 'incomingParent'), nothing('x'), nothing('y')) };
  // Three states, and twice three of the subflow.
  assert.equal(playFlow({ definition, subflows, limits: { widgetsPerFlow: 9 } }).endedReason, 'FLOW_END');
  const play = playFlow({ definition, subflows, limits: { widgetsPerFlow: 8 } });
  assert.deepEqual([play.status, play.endedReason, play.steps.length], ['ended', 'ERROR', 0]);
  assert.deepEqual(
    play.problems.map(({ code, level }) => [code, level]),
    [[81026, 'error']],
  );
});

const growth = [
  { size: 400, ends: true },
  { size: 100, ends: false },
];
for (const { size, ends } of growth) {
  test(`a context that grows by ${size} of 2,000 bytes in each of 9 steps ${ends ? 'ends the run with 89001' : 'is kept'}`, () => {
    const names = Array.from({ length: 9 }, (_, index) => `v${index}`);
    const states = names.map((name, index) => ({
      ...nothing(name, names[index + 1]),
      // Written under `flow.variables` and under `widgets`: half of it each.
      properties: { variables: [{ key: name, value: 'x'.repeat(size / 2) }] },
    }));
    const play = playFlow({ definition: flow(trigger('v0'), ...states), limits: { contextBytes: 2000 + 1000 } });
    assert.equal(play.endedReason, ends ? 'ERROR' : 'FLOW_END');
    assert.deepEqual(
      play.problems.map(({ code }) => code),
      ends ? [89001] : [],
    );
    assert.equal(play.steps.length < 10, ends);
  });
}

test('work between two waits is bounded: a run of costly templates ends with 89002', () => {
  const costly =
    '{% for a in (1..15) %}{% for b in (1..15) %}{% for c in (1..15) %}{{ a }}{% endfor %}{% endfor %}{% endfor %}';
  const states = Array.from({ length: 50 }, (_, index) => ({
    name: `set_${index}`,
    type: 'set-variables',
    properties: { variables: [{ key: 'x', value: costly }] },
    transitions: [{ event: 'next', next: `set_${index + 1}` }],
  }));
  const trigger = { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'set_0' }] };
  const play = playFlow({
    definition: { states: [trigger, ...states], initial_state: 'Trigger' },
    limits: { passSteps: 200_000 },
  });
  play.receive('hi');
  assert.equal(play.endedReason, 'STEP_LIMIT');
  assert.ok(play.problems.some(({ code }) => code === 89002));
  assert.ok(play.steps.length < 40);
});
