import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Meter } from './box-index.ts';
import { cardOf } from './card.ts';
import { inletPoint } from './card-size.ts';
import { areWiresJoined, detailAt, joinedPath, wirePath } from './detail-level.ts';
import { anyFlow, largeFlow, messageFlow, realFlows } from './flow-fixture.ts';
import type { FlowView } from './flow-view.ts';
import { type Box, boxBetween, overlap, type Point } from './geometry.ts';
import { distanceFrom, roundedPath } from './wire-route.ts';
import { linksOf, WireSet } from './wire-set.ts';

/** Cards where the file has them; without an offset at the origin. */
function boxesOf(flow: FlowView): Map<string, Box> {
  return new Map(
    flow.states.map((state) => {
      const { width, height } = cardOf(state);
      return [state.id, { ...(state.offset ?? { x: 0, y: 0 }), width, height }];
    }),
  );
}

const wiresOf = (flow: FlowView, meter?: Meter) => new WireSet(flow, boxesOf(flow), meter);
const corners = (points: readonly Point[]) => points.map(({ x, y }) => `${x},${y}`).join(' ');

// Outlets of a message: Sent in the middle of its left 139, Failed of its right 141. Inlets: at 140.
const routes = [
  {
    title: 'straight down where the inlet is under the outlet',
    places: { a: { at: [0, 0], to: ['b'] }, b: { at: [-70.5, 200] } },
    ways: ['69.5,136 69.5,200'],
  },
  {
    title: 'down 16, across, down',
    places: { a: { at: [0, 0], to: ['b'] }, b: { at: [320, 200] } },
    ways: ['69.5,136 69.5,152 460,152 460,200'],
  },
  {
    title: 'rows that are close: room for the arrow',
    places: { a: { at: [0, 0], to: ['b'] }, b: { at: [320, 160] } },
    ways: ['69.5,136 69.5,152 460,152 460,160'],
  },
  {
    title: 'to a card above: by the nearer flank of both',
    places: { a: { at: [0, 400], to: ['b'] }, b: { at: [100, 0] } },
    ways: ['69.5,536 69.5,560 -24,560 -24,-24 240,-24 240,0'],
  },
  {
    title: 'to a card beside it: over it',
    places: { a: { at: [0, 0], to: ['', 'b'] }, b: { at: [320, 0] } },
    ways: ['209.5,136 209.5,160 624,160 624,-24 460,-24 460,0'],
  },
  {
    title: 'to itself: by the right flank',
    places: { a: { at: [0, 0], to: ['a'] } },
    ways: ['69.5,136 69.5,160 304,160 304,-24 140,-24 140,0'],
  },
  {
    title: 'two to the right: the outer outlet above, so that they do not cross',
    places: { a: { at: [0, 0], to: ['b', 'c'] }, b: { at: [320, 200] }, c: { at: [640, 200] } },
    ways: ['69.5,136 69.5,160 460,160 460,200', '209.5,136 209.5,152 780,152 780,200'],
  },
  {
    title: 'two that share nothing keep the first lane',
    places: { a: { at: [0, 0], to: ['b', 'c'] }, b: { at: [-320, 200] }, c: { at: [320, 200] } },
    ways: ['69.5,136 69.5,152 -180,152 -180,200', '209.5,136 209.5,152 460,152 460,200'],
  },
] as const;

for (const { title, places, ways } of routes) {
  test(title, () => {
    const wires = wiresOf(messageFlow(places)).all();
    assert.deepEqual(
      wires.map(({ points }) => corners(points)),
      ways,
    );
  });
}

test('a target that does not exist has no wire', () => {
  assert.deepEqual(wiresOf(messageFlow({ a: { at: [0, 0], to: ['gone'] } })).all(), []);
});

test('more wires than lanes: the fourth lane is shared', () => {
  const places = Object.fromEntries(
    Array.from({ length: 4 }, (_, n) => [`t${n}`, { at: [900, 200 + n * 200] as const }]),
  );
  const sources = Object.fromEntries(
    Array.from({ length: 6 }, (_, n) => [`s${n}`, { at: [n * 5, 0] as const, to: [`t${n % 4}`] }]),
  );
  const runs = wiresOf(messageFlow({ ...places, ...sources }))
    .all()
    .map(({ points }) => points[1]?.y);
  assert.deepEqual(runs.sort(), [152, 160, 168, 176, 176, 176]);
});

test('corners are rounded by 8, less where a leg is short', () => {
  const path = roundedPath([
    { x: 0, y: 0 },
    { x: 0, y: 16 },
    { x: 100, y: 16 },
    { x: 100, y: 20 },
  ]);
  assert.equal(path, 'M0 0L0 8Q0 16 8 16L98 16Q100 16 100 18L100 20');
});

const details = [
  [2, 'full', 'routed', true],
  [0.75, 'full', 'routed', true],
  [0.74, 'name', 'routed', true],
  [0.4, 'name', 'routed', true],
  [0.39, 'block', 'straight', false],
  [0.15, 'block', 'straight', false],
  [0.05, 'speck', 'straight', false],
] as const;

for (const [zoom, cards, wires, hasWireHits] of details) {
  test(`at zoom ${zoom}: cards ${cards}, wires ${wires}`, () => {
    const detail = detailAt(zoom);
    assert.deepEqual([detail.cards, detail.wires, detail.hasWireHits], [cards, wires, hasWireHits]);
  });
}

test('names stand on blocks from 0.25 up', () => {
  assert.deepEqual(
    [0.25, 0.24].map((zoom) => detailAt(zoom).hasBlockNames),
    [true, false],
  );
});

test('many wires, and all that are seen from afar, are one path', () => {
  const flow = messageFlow({ a: { at: [0, 0], to: ['b', 'b'] }, b: { at: [0, 200] } });
  const wires = wiresOf(flow).all();
  assert.equal(joinedPath(wires, detailAt(0.2)), 'M69.5 136L140 200M209.5 136L140 200');
  assert.ok(joinedPath(wires, detailAt(1)).startsWith(wirePath(wires[0] ?? { points: [] }, detailAt(1))));
  assert.deepEqual(
    [
      [1, 400],
      [1, 401],
      [0.3, 1],
    ].map(([zoom = 1, count = 0]) => areWiresJoined(detailAt(zoom), count)),
    [false, true, true],
  );
});

test('a wire is hit within 8, with a finger within 12, and the nearer of two', () => {
  const wires = wiresOf(messageFlow({ a: { at: [0, 0], to: ['b'] }, b: { at: [320, 200] } }));
  assert.equal(wires.at({ x: 300, y: 159 })?.id, 'a/sent');
  assert.equal(wires.at({ x: 300, y: 162 }), undefined);
  assert.equal(wires.at({ x: 300, y: 162 }, 12)?.id, 'a/sent');
  const two = wiresOf(messageFlow({ a: { at: [0, 0], to: ['b', 'c'] }, b: { at: [320, 200] }, c: { at: [640, 200] } }));
  assert.equal(two.at({ x: 300, y: 153 })?.id, 'a/failed');
  assert.equal(two.at({ x: 300, y: 159 })?.id, 'a/sent');
});

test('routing never fails; wires join the middle of outlet and inlet, at right angles', () => {
  const check = (flow: FlowView) => {
    const boxes = boxesOf(flow);
    const wires = wiresOf(flow).all();
    assert.equal(wires.length, linksOf(flow).length);
    for (const { source, target, outlet, points } of wires) {
      const state = flow.states.find(({ id }) => id === source);
      const from = state && cardOf(state).outlets.find(({ id }) => id === outlet);
      const [box, to] = [boxes.get(source), boxes.get(target)];
      assert.ok(from && box && to);
      assert.deepEqual(points[0], { x: box.x + (from.x + from.width / 2), y: box.y + 136 });
      assert.deepEqual(points.at(-1), inletPoint(to));
      for (const [index, { x, y }] of points.entries()) {
        const next = points[index + 1];
        assert.ok(next === undefined || next.x === x || next.y === y);
      }
      assert.match(roundedPath(points), /^M[-\d.]+ [-\d.]+([LQ ][-\d. ]+)+$/);
      assert.equal(distanceFrom(points, inletPoint(to)), 0);
    }
  };
  for (const flow of realFlows.values()) check(flow);
  fc.assert(fc.property(anyFlow, check));
});

test('what moves card by card ends as what is routed at once', () => {
  const moves = fc.array(fc.tuple(fc.nat(), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })));
  fc.assert(
    fc.property(anyFlow, moves, (flow, steps) => {
      const boxes = boxesOf(flow);
      const wires = new WireSet(flow, boxes);
      for (const [pick, x, y] of steps) {
        const id = flow.states[pick % flow.states.length]?.id;
        const box = id === undefined ? undefined : boxes.get(id);
        if (id === undefined || box === undefined) continue;
        const place = { x: x * 10, y: y * 10 };
        boxes.set(id, { ...box, ...place });
        const before = new Map(wires.all().map((wire) => [wire.id, wire]));
        const changed = wires.move(new Map([[id, place]]));
        for (const wire of wires.all()) if (!changed.has(wire.id)) assert.equal(wire, before.get(wire.id));
      }
      const fresh = new WireSet(flow, boxes);
      assert.deepEqual(wires.all(), fresh.all());
      for (const wire of fresh.all()) {
        const [, middle] = wire.points;
        if (middle !== undefined) assert.equal(wires.at(middle, 0)?.id, fresh.at(middle, 0)?.id);
      }
    }),
  );
});

test('no wire of a real flow crosses a card that it joins', () => {
  for (const flow of realFlows.values()) {
    const boxes = boxesOf(flow);
    for (const { source, target, points } of wiresOf(flow).all()) {
      const cards = [source, target].flatMap((id) => boxes.get(id) ?? []);
      for (const [index, to] of points.entries()) {
        const leg = boxBetween(points[index - 1] ?? to, to);
        assert.ok(!cards.some((card) => overlap(card, leg)), `${source} to ${target}`);
      }
    }
  }
});

test('2,000 widgets: all wires are routed once, a move costs its neighbourhood, a hit what is near', () => {
  const meter: Meter = { used: 0 };
  const flow = largeFlow(2000);
  const wires = wiresOf(flow, meter);
  assert.equal(wires.all().length, 4000);
  assert.ok(meter.used <= 4 * 4000, String(meter.used));

  meter.used = 0;
  const changed = wires.move(new Map([['m820', { x: 6410, y: 4010 }]]));
  assert.ok(changed.size < 200, String(changed.size));
  assert.ok(meter.used < 1500, String(meter.used));

  meter.used = 0;
  assert.ok(wires.at({ x: 6410 + 69.5, y: 4010 + 140 }));
  assert.ok(meter.used < 400, String(meter.used));
});
