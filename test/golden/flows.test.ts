import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type JsonObject, studioDefaults } from '../../src/engine/index.ts';
import { validateDefinition } from '../../src/engine/validation/index.ts';
import { playFlow } from '../../src/testing/index.ts';
import { widgetsByType } from '../../src/widgets/index.ts';
import { flowFiles, readFlow } from './golden.ts';

const widgetsFolder = join(import.meta.dirname, '..', 'fixtures', 'widgets');

const options = { widgets: widgetsByType, level: 'strict', limits: studioDefaults } as const;

for (const file of flowFiles()) {
  test(`${file} is valid, strictly`, () => {
    assert.deepEqual(validateDefinition(readFlow(file), options).errors, []);
  });
}

/** A flow of a trigger, the fixture, and a message wherever the fixture leads to. */
function flowAround(fixture: JsonObject & { transitions: { next?: string }[] }): JsonObject {
  const name = String(fixture.name);
  const events = ['incomingMessage', 'incomingCall', 'incomingConversationMessage', 'incomingRequest'];
  const trigger = {
    name: 'Trigger',
    type: 'trigger',
    properties: {},
    transitions: events.map((event) => ({ event, next: name })),
  };
  const states: JsonObject[] = fixture.type === 'trigger' ? [fixture] : [trigger, fixture];
  const known = new Set(states.map((state) => state.name));
  for (const { next } of fixture.transitions) {
    if (!next || known.has(next)) continue;
    known.add(next);
    states.push({
      name: next,
      type: 'send-message',
      properties: { from: '{{flow.channel.address}}', body: next },
      transitions: [],
    });
  }
  return { description: name, states, initial_state: 'Trigger' };
}

const fixtures = readdirSync(widgetsFolder);

test('there are 52 widget fixtures', () => assert.equal(fixtures.length, 52));

for (const file of fixtures) {
  const definition = flowAround(JSON.parse(readFileSync(join(widgetsFolder, file), 'utf8')));
  test(`${file} is valid, strictly`, () => assert.deepEqual(validateDefinition(definition, options).errors, []));

  test(`${file} runs to a wait or to the end, however the flow is started`, () => {
    for (const event of [
      'incomingMessage',
      'incomingCall',
      'incomingConversationMessage',
      'incomingRequest',
    ] as const) {
      const play = playFlow({ definition, start: { event }, http: () => ({}), functions: () => ({}) });
      assert.ok(play.waitsIn !== undefined || play.status === 'ended');
      play.elapse(86_400);
      assert.equal(play.status, 'ended');
      // Whatever cannot run yet says so.
      if (play.endedReason === 'ERROR') assert.deepEqual(play.problems.at(-1)?.code, 81020);
    }
  });
}
