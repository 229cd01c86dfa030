import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studioDefaults } from '../../src/engine/index.ts';
import { validateDefinition } from '../../src/engine/validation/index.ts';
import { playFlow } from '../../src/testing/index.ts';
import { widgetsByType } from '../../src/widgets/index.ts';
import { fixtureFiles, readFixture } from './fixtures.ts';
import { flowFiles, readFlow } from './golden.ts';

const options = { widgets: widgetsByType, level: 'strict', limits: studioDefaults } as const;

for (const file of flowFiles()) {
  test(`${file} is valid, strictly`, () => {
    assert.deepEqual(validateDefinition(readFlow(file), options).errors, []);
  });
}

const fixtures = fixtureFiles();

test('there are 52 widget fixtures', () => assert.equal(fixtures.length, 52));

for (const file of fixtures) {
  const definition = readFixture(file);
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
      // A widget waits on a call for as long as that lasts.
      if (play.status === 'active') play.callStatus('completed');
      play.elapse(studioDefaults.hangupGraceSeconds);
      assert.equal(play.status, 'ended');
      // Where a widget cannot work, it says so.
      if (play.endedReason === 'ERROR') assert.deepEqual(play.problems.at(-1)?.code, 81020);
    }
  });
}
