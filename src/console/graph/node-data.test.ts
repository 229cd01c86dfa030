import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardOf } from './card.ts';
import { CARD_HEIGHT, inletPoint } from './card-size.ts';
import { messageFlow, realFlows } from './flow-fixture.ts';
import { centreOf } from './geometry.ts';
import { edgeOf, INLET_ID, nodeOf } from './node-data.ts';
import { shownBoxes } from './tidy.ts';
import { linksOf } from './wire-set.ts';

test('nodes bring their sizes and handles with them', () => {
  for (const flow of realFlows.values()) {
    const shown = shownBoxes(flow);
    for (const state of flow.states) {
      const box = shown.get(state.id);
      assert.ok(box);
      const node = nodeOf(state, box);
      const [inlet, ...outlets] = node.handles;
      assert.ok(inlet);
      assert.equal(node.height, CARD_HEIGHT);
      assert.deepEqual(centreOf({ ...inlet, x: box.x + inlet.x, y: box.y + inlet.y }), inletPoint(box));
      assert.deepEqual(
        outlets.map(({ id }) => id),
        cardOf(state).outlets.map(({ id }) => id),
      );
      assert.equal(nodeOf(state, box).handles, node.handles);
    }
  }
});

test('an edge joins an outlet and an inlet', () => {
  const [link] = linksOf(messageFlow({ a: { to: ['b'] }, b: {} }));
  assert.ok(link);
  const { id, ...ends } = edgeOf(link);
  assert.equal(id, 'a/sent');
  assert.deepEqual(ends, { type: 'wire', source: 'a', sourceHandle: 'sent', target: 'b', targetHandle: INLET_ID });
});
