import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowFiles, type Golden, goldenFiles, goldenText, readGoldenText } from './golden.ts';
import { playScript } from './script.ts';

const hint = 'Look at what changed; if it is meant, run: npm run golden -- --update';

test('every flow has golden runs, and every golden run a flow', () => {
  assert.deepEqual(goldenFiles(), flowFiles());
});

for (const file of goldenFiles()) {
  test(`${file} runs as recorded`, () => {
    const text = readGoldenText(file);
    const golden: Golden = JSON.parse(text);
    assert.ok(golden.runs.length > 0);
    const now = goldenText(file, golden.runs);
    // First the parts, for a difference that can be read; then the whole, for the last byte.
    assert.deepEqual(JSON.parse(now), golden, hint);
    assert.equal(now, text, hint);
  });
}

test('an input or a refusal without effect is refused', () => {
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'a' }] },
      { name: 'a', type: 'send-and-wait-for-reply', properties: { body: '?' }, transitions: [] },
    ],
  };
  assert.throws(() => playScript(definition, { start: {}, inputs: [{ wait: 10 }] }), /input 0 changes nothing/);
  assert.throws(() => playScript(definition, { start: {}, inputs: [{ answer: {} }] }), /nothing waits for an answer/);
  assert.throws(() => playScript(definition, { start: {}, inputs: [{ say: 'x' }, { say: 'y' }] }), /no run is active/);
  assert.throws(() => playScript(definition, { start: {}, refuse: ['b'], inputs: [] }), /"b" sends nothing to refuse/);
});
