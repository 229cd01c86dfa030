/** Moves that put cards in line: align, distribute, and snapping while they are dragged. */
import { type Box, GRID, type Point, toGrid } from './geometry.ts';

export type Alignment = 'left' | 'centre' | 'top' | 'middle';
export type Axis = 'horizontal' | 'vertical';
type Boxes = ReadonlyMap<string, Box>;
type Places = ReadonlyMap<string, Point>;

/** New corners, for those that move. Left and top go by the first of them, centre and middle by the mean. */
export function align(boxes: Boxes, alignment: Alignment): Places {
  const all = [...boxes.values()];
  const mean = (of: (box: Box) => number) => all.reduce((sum, box) => sum + of(box), 0) / all.length;
  switch (alignment) {
    case 'left': {
      const x = Math.min(...all.map((box) => box.x));
      return moved(boxes, (box) => ({ x, y: box.y }));
    }
    case 'top': {
      const y = Math.min(...all.map((box) => box.y));
      return moved(boxes, (box) => ({ x: box.x, y }));
    }
    case 'centre': {
      const x = mean((box) => box.x + box.width / 2);
      return moved(boxes, (box) => ({ x: Math.round(x - box.width / 2), y: box.y }));
    }
    case 'middle': {
      const y = mean((box) => box.y + box.height / 2);
      return moved(boxes, (box) => ({ x: box.x, y: Math.round(y - box.height / 2) }));
    }
  }
}

/** Equal gaps between the outermost two, which stay; gaps are below zero where there is no room. */
export function distribute(boxes: Boxes, axis: Axis): Places {
  const [start, length] = axis === 'horizontal' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const order = [...boxes].sort(([a, one], [b, other]) => one[start] - other[start] || (a < b ? -1 : 1));
  const first = order[0]?.[1];
  const last = order.at(-1)?.[1];
  if (first === undefined || last === undefined || order.length < 3) return new Map();
  const taken = order.reduce((sum, [, box]) => sum + box[length], 0);
  const gap = (last[start] + last[length] - first[start] - taken) / (order.length - 1);
  let at: number = first[start];
  const starts = new Map<string, number>();
  for (const [key, box] of order) {
    starts.set(key, Math.round(at));
    at += box[length] + gap;
  }
  return moved(boxes, (box, key) => ({ x: box.x, y: box.y, [start]: starts.get(key) ?? box[start] }));
}

/** A line through edges or middles that are equal, to be drawn while a card is dragged. */
export interface Guide {
  readonly axis: Axis;
  /** Its y where it is horizontal, its x where vertical. */
  readonly at: number;
}

/** A card is drawn to an equal edge from this far away. */
const pull = GRID / 2;

/** Where a dragged box comes to lie: at an equal edge of `others` if one is near, else on the grid. */
export function snap(box: Box, others: Iterable<Box>): { readonly place: Point; readonly guides: readonly Guide[] } {
  const near = [...others];
  const x = snapped(
    box.x,
    box.width,
    near.flatMap(({ x: left, width }) => edges(left, width)),
  );
  const y = snapped(
    box.y,
    box.height,
    near.flatMap(({ y: top, height }) => edges(top, height)),
  );
  return {
    place: { x: x.start, y: y.start },
    guides: [
      ...x.lines.map((at): Guide => ({ axis: 'vertical', at })),
      ...y.lines.map((at): Guide => ({ axis: 'horizontal', at })),
    ],
  };
}

function snapped(start: number, length: number, lines: readonly number[]) {
  let nearest = Number.POSITIVE_INFINITY;
  for (const edge of edges(start, length)) {
    for (const at of lines) if (Math.abs(at - edge) < Math.abs(nearest)) nearest = at - edge;
  }
  const end = Math.abs(nearest) <= pull ? start + nearest : toGrid(start);
  const own = edges(end, length);
  return { start: end, lines: [...new Set(lines.filter((at) => own.includes(at)))].sort((a, b) => a - b) };
}

function edges(start: number, length: number): number[] {
  return [start, start + length / 2, start + length];
}

function moved(boxes: Boxes, to: (box: Box, key: string) => Point): Places {
  return new Map(
    [...boxes].flatMap(([key, box]) => {
      const place = to(box, key);
      return place.x === box.x && place.y === box.y ? [] : [[key, { x: place.x, y: place.y }] as const];
    }),
  );
}
