import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesOf } from './entries.ts';
import { marksOf } from './marks.ts';
import { flow, message, run, step, view, waiting } from './phone-fixture.ts';
import { contextAt, messagesAt, visitOfStep, visitsOf } from './visits.ts';

const steps = [
  step('Trigger', 'incomingMessage', 'ask', { changes: [{ path: [], value: { flow: { variables: {} } } }] }),
  step('ask', 'incomingMessage', 'say', {
    endedMs: 5_000,
    changes: [{ path: ['widgets', 'ask'], value: { inbound: '2' } }],
  }),
  step('say', 'sent', undefined, { enteredMs: 5_000, endedMs: 5_000 }),
];

test('the path is numbered, and what waits comes last', () => {
  const shown = (visits: ReturnType<typeof visitsOf>) =>
    visits.map(({ number, widget, end }) => [number, widget, end?.event]);
  assert.deepEqual(shown(visitsOf(run(steps))), [
    [1, 'Trigger', 'incomingMessage'],
    [2, 'ask', 'incomingMessage'],
    [3, 'say', 'sent'],
  ]);
  assert.deepEqual(shown(visitsOf(waiting('ask', steps.slice(0, 1)))).at(-1), [2, 'ask', undefined]);
  assert.deepEqual(visitsOf(undefined), []);
});

test('steps of a subflow belong to the visit that runs it', () => {
  const inner = step('inner', 'sent', undefined, { sid: 'FT inner', parentSid: 'FT ask' });
  const all = run([...steps.slice(0, 1), inner, ...steps.slice(1)]);
  const visits = visitsOf(all);
  assert.equal(visits.length, 3);
  assert.equal(visitOfStep(all, visits, 'FT inner')?.number, 2);
  assert.equal(visitOfStep(all, visits, 'FT say')?.number, 3);
});

test('in the visit of the question, its answer has not come', () => {
  const all = run(steps);
  const said = [message('hi', 0), message('Which?', 0, 'FT ask'), message('2', 5_000), message('Two', 5_000, 'FT say')];
  const at = (number: number) => {
    const visit = visitsOf(all)[number - 1];
    assert.ok(visit);
    return messagesAt(view([all], { messages: said }), all, visitsOf(all), visit).map(({ body }) => body);
  };
  assert.deepEqual(at(1), ['hi']);
  assert.deepEqual(at(2), ['hi', 'Which?']);
  assert.deepEqual(at(3), ['hi', 'Which?', '2', 'Two']);
});

test('what was known in a visit is what the visits before it had changed, and what was changed by hand', () => {
  const byHand = [{ afterVisits: 1, patch: [{ path: ['flow', 'variables', 'name'], value: 'Ann' }] }];
  const visits = visitsOf(run(steps));
  assert.deepEqual(contextAt(visits, 1, byHand).context, {});
  assert.deepEqual(contextAt(visits, 2, byHand).context, { flow: { variables: { name: 'Ann' } } });
  const third = contextAt(visits, 3, []);
  assert.deepEqual(third.context, { flow: { variables: {} }, widgets: { ask: { inbound: '2' } } });
  assert.deepEqual(third.changed, steps[1]?.changes);
});

test('cards have the numbers of their visits, wires are travelled, what came later is quiet', () => {
  const all = run(steps);
  const { cards, wires } = marksOf(flow, all, visitsOf(all), 0);
  assert.deepEqual(
    [...cards],
    [
      ['Trigger', { rim: 'visited', visits: [1] }],
      ['ask', { rim: 'visited', visits: [2] }],
      ['say', { rim: 'visited', visits: [3] }],
    ],
  );
  assert.deepEqual([...wires.keys()], ['Trigger/incomingMessage', 'ask/incomingMessage']);
  const then = marksOf(flow, all, visitsOf(all), 0, 2);
  assert.deepEqual(then.cards.get('say'), { isQuiet: true });
  assert.deepEqual([...then.wires.keys()], ['Trigger/incomingMessage']);
});

test('what waits says how long, what failed is red, loops have all their numbers', () => {
  const waits = waiting('ask', steps.slice(0, 1), 3_540_000);
  const mark = marksOf(flow, waits, visitsOf(waits), 0).cards.get('ask');
  assert.deepEqual([mark?.rim, mark?.footer], ['waiting', '59 min left']);
  const failed = run([...steps.slice(0, 2), step('say', 'failed', undefined)], { isFailed: true });
  assert.equal(marksOf(flow, failed, visitsOf(failed), 0).cards.get('say')?.rim, 'failed');
  const loop = run([...steps.slice(0, 2), step('ask', 'timeout', undefined)]);
  assert.deepEqual(marksOf(flow, loop, visitsOf(loop), 0).cards.get('ask')?.visits, [2, 3]);
});

test('time that was let pass stands behind what was said before it', () => {
  const line = view([run(steps)], {
    messages: [message('hi', 0), message('Which?', 2_000, 'FT ask')],
    nowMs: 3_602_000,
  });
  const shown = entriesOf(line, [{ atMs: 2_000, ms: 3_598_000 }]).map((entry) =>
    entry.kind === 'note' ? entry.text : entry.message.body,
  );
  assert.deepEqual(shown, ['hi', 'Which?', '1 h later']);
});
