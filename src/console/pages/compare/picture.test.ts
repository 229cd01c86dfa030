import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../engine/json.ts';
import { compareFlows } from '../../compare/compare.ts';
import { onePicture, type Picture, sidePictures } from './picture.ts';

/** `a@0,0:body>b>`: a message at a place, what it says, and where *Sent* and *Failed* lead. */
function flow(...states: readonly string[]): JsonObject {
  return {
    states: states.map((text) => {
      const [, name = '', x, y, body = '', sent = '', failed = ''] =
        /^(\w+)@(-?\d+),(-?\d+):(\w*)>(\w*)>(\w*)$/.exec(text) ?? [];
      return {
        name,
        type: 'send-message',
        transitions: [
          { event: 'sent', ...(sent ? { next: sent } : {}) },
          { event: 'failed', ...(failed ? { next: failed } : {}) },
        ],
        properties: { offset: { x: Number(x), y: Number(y) }, body },
      };
    }),
    initial_state: 'a',
  };
}

function marksOf({ cards, wires, drawing }: Picture): readonly string[] {
  return [
    ...[...cards].map(([id, { rim }]) => `${id} ${rim}`),
    ...[...wires].map(([id, { kind }]) => {
      const wire = drawing.wires.get(id);
      return `${wire?.source}>${wire?.target} ${kind}`;
    }),
  ].sort();
}

const first = flow('a@0,0:hi>b>', 'b@0,200:x>c>', 'c@0,400:y>>');
const cases: readonly {
  readonly name: string;
  readonly second: JsonObject;
  readonly one: readonly string[];
  readonly left: readonly string[];
  readonly right: readonly string[];
}[] = [
  {
    name: 'a text',
    second: flow('a@0,0:hey>b>', 'b@0,200:x>c>', 'c@0,400:y>>'),
    one: ['a changed'],
    left: ['a changed'],
    right: ['a changed'],
  },
  {
    name: 'a widget that is gone, with its wires',
    second: flow('a@0,0:hi>c>', 'c@0,400:y>>'),
    one: ['a changed', 'a>b removed', 'a>c added', 'b removed', 'b>c removed'],
    left: ['a changed', 'a>b removed', 'b removed', 'b>c removed'],
    right: ['a changed', 'a>c added'],
  },
  {
    name: 'a widget that is new',
    second: flow('a@0,0:hi>b>n', 'b@0,200:x>c>', 'c@0,400:y>>', 'n@400,200:z>>'),
    one: ['a changed', 'a>n added', 'n added'],
    left: ['a changed'],
    right: ['a changed', 'a>n added', 'n added'],
  },
  {
    name: 'a widget of another name',
    second: flow('a@0,0:hi>d>', 'd@0,200:x>c>', 'c@0,400:y>>'),
    one: ['d changed'],
    left: ['b changed'],
    right: ['d changed'],
  },
];

for (const { name, second, one, left, right } of cases) {
  test(`${name} is marked on one canvas and on two`, () => {
    const comparison = compareFlows(first, second);
    assert.deepEqual(marksOf(onePicture(comparison, false)), one);
    const [before, after] = sidePictures(comparison, false);
    assert.deepEqual([marksOf(before), marksOf(after)], [left, right]);
  });
}

test('moves are marked on demand, with their old places', () => {
  const comparison = compareFlows(first, flow('a@0,0:hi>b>', 'b@400,200:x>c>', 'c@0,400:y>>'));
  assert.deepEqual(marksOf(onePicture(comparison, false)), []);
  const { oldPlaces, ...shown } = onePicture(comparison, true);
  assert.deepEqual(marksOf({ oldPlaces, ...shown }), ['b moved']);
  assert.deepEqual(oldPlaces, [{ x: 0, y: 200, width: 280, height: 136 }]);
});

test('a ghost looks out from behind the card that took its place', () => {
  const picture = onePicture(compareFlows(first, flow('a@0,0:hi>n>', 'n@0,200:new>>', 'c@0,400:y>>')), false);
  assert.deepEqual(picture.drawing.boxes.get('n'), { x: 0, y: 200, width: 280, height: 136 });
  assert.deepEqual(picture.drawing.boxes.get('b'), { x: 40, y: 160, width: 280, height: 136 });
  assert.equal(picture.drawing.nodes[0]?.id, 'b');
});
