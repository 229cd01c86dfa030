import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFlowView } from '../graph/flow-view.ts';
import { type Drawing, drawingOf } from './drawing.ts';

const message = (name: string, body: string, next?: string, offset = { x: 0, y: 200 }) => ({
  name,
  type: 'send-message',
  properties: { body, offset },
  transitions: [{ event: 'sent', ...(next ? { next } : {}) }, { event: 'failed' }],
});
const flow = (...states: object[]) => readFlowView(JSON.parse(JSON.stringify({ initial_state: 'a', states })));

/** The flow of `after`, whose states are the same objects as before where nothing in them changed. */
function edited(before: Drawing, after: ReturnType<typeof flow>): Drawing {
  const known = new Map(before.flow.states.map((state) => [JSON.stringify(state), state]));
  const states = after.states.map((state) => known.get(JSON.stringify(state)) ?? state);
  return drawingOf({ ...after, states }, before);
}

const a = message('a', 'Hi', 'b');
const b = message('b', 'Bye', undefined, { x: 0, y: 400 });
const first = drawingOf(flow(a, b));

const cases: { readonly title: string; readonly after: object[]; readonly keeps: readonly (keyof Drawing)[] }[] = [
  {
    title: 'another text leaves all places and wires',
    after: [message('a', 'Hello', 'b'), b],
    keeps: ['boxes', 'wires', 'edges'],
  },
  { title: 'a card elsewhere', after: [a, message('b', 'Bye', undefined, { x: 50, y: 400 })], keeps: [] },
  { title: 'a wire less', after: [message('a', 'Hi'), b], keeps: [] },
  { title: 'another name', after: [message('a', 'Hi', 'c'), { ...b, name: 'c' }], keeps: [] },
  { title: 'a card more', after: [a, b, message('c', 'New')], keeps: [] },
];
for (const { title, after, keeps } of cases) {
  test(title, () => {
    const next = edited(first, flow(...after));
    for (const part of ['boxes', 'wires', 'edges'] as const) {
      assert.equal(next[part] === first[part], keeps.includes(part), part);
    }
    const fresh = drawingOf(next.flow);
    assert.deepEqual([next.nodes, next.edges, [...next.boxes]], [fresh.nodes, fresh.edges, [...fresh.boxes]]);
  });
}

test('what is not edited is the same node', () => {
  const next = edited(first, flow(message('a', 'Hello', 'b'), b));
  assert.notEqual(next.nodes[0], first.nodes[0]);
  assert.equal(next.nodes[1], first.nodes[1]);
});
