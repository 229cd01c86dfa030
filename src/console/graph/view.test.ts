import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Box } from './geometry.ts';
import { centred, fitView, panIntoView, toCanvas, visibleArea, zoomAt } from './view.ts';

const screen = { width: 1000, height: 600 };
const box = (x: number, y: number, width = 280, height = 136): Box => ({ x, y, width, height });

const fits = [
  { title: 'a small flow is not enlarged', bounds: box(0, 0), view: { zoom: 1, x: 360, y: 232 } },
  { title: 'a wide flow takes the width', bounds: box(0, 0, 1840, 200), view: { zoom: 0.5, x: 40, y: 250 } },
  {
    title: 'a flow without end stays at the least zoom',
    bounds: box(0, 0, 1e6, 0),
    view: { zoom: 0.05, x: -24500, y: 300 },
  },
];
for (const { title, bounds, view } of fits) test(title, () => assert.deepEqual(fitView(bounds, screen), view));

test('zooming keeps what is under the pointer, between 0.05 and 2', () => {
  const factor = fc.double({ min: 0.001, max: 1000, noNaN: true });
  const across = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(factor, across, across, (by, x, y) => {
      const view = centred({ x: 30, y: 40 }, 0.7, screen);
      const after = zoomAt(view, { x, y }, by);
      const [was, is] = [toCanvas(view, { x, y }), toCanvas(after, { x, y })];
      assert.ok(after.zoom >= 0.05 && after.zoom <= 2);
      assert.ok(Math.hypot(was.x - is.x, was.y - is.y) < 1e-6);
    }),
  );
});

const pans = [
  { title: 'what is in view moves nothing', card: box(100, 100), moved: [0, 0] },
  { title: 'a card at the right comes in, with a margin', card: box(900, 100), moved: [-220, 0] },
  { title: 'a card above comes in', card: box(100, -50), moved: [0, 90] },
  { title: 'of a card wider than the screen its left end', card: box(100, 100, 2000), moved: [-60, 0] },
] as const;
for (const { title, card, moved } of pans) {
  test(title, () => {
    const { x, y } = panIntoView({ x: 0, y: 0, zoom: 1 }, card, screen);
    assert.deepEqual([x, y], moved);
  });
}

test('the visible part of the canvas', () => {
  assert.deepEqual(visibleArea({ x: -100, y: 50, zoom: 0.5 }, screen), { x: 200, y: -100, width: 2000, height: 1200 });
});
