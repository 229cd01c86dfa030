/** The way of one wire from an outlet to an inlet, at right angles (console §3.4). */
import { inletPoint } from './card-size.ts';
import { type Box, boxBetween, overlap, type Point } from './geometry.ts';

export const CORNER_RADIUS = 8;
/** Wires that run beside one another keep this distance, in so many lanes. */
export const LANE_STEP = 8;
export const LANES = 4;

/** Down from the outlet before a wire turns aside. */
const down = { toBelow: 16, toAbove: 24 } as const;
/** Sideways from the flank of a card, and above the inlet. */
const clearance = 24;
/** Room that the arrow needs above the inlet. */
const arrow = 8;

/** What a route depends on; places on the canvas. */
export interface WireEnds {
  /** Middle of the outlet's ring. */
  readonly start: Point;
  readonly source: Box;
  readonly target: Box;
}

/** The horizontal run that lanes are given for: before any shift. */
export interface Run {
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

/** The first horizontal run of the wire; undefined where it goes straight down. */
export function runOf(ends: WireEnds): Run | undefined {
  const [, from, to] = routeWire(ends, 0);
  if (from === undefined || to === undefined || from.y !== to.y) return undefined;
  return { y: from.y, left: Math.min(from.x, to.x), right: Math.max(from.x, to.x) };
}

/** Corners of the wire, ends included; each leg is horizontal or vertical. */
export function routeWire({ start, source, target }: WireEnds, lane: number): readonly Point[] {
  const end = inletPoint(target);
  const shift = lane * LANE_STEP;
  if (end.y - start.y >= down.toBelow + arrow) {
    if (start.x === end.x) return [start, end];
    // Where rows are close, the lanes that find no room share the last.
    const y = Math.min(start.y + down.toBelow + shift, end.y - arrow);
    return [start, { x: start.x, y }, { x: end.x, y }, end];
  }
  return around({ start, source, target }, end, shift);
}

/**
 * To a target above or beside: down, sideways past both cards, up, over, in. Of the two sides it takes the one where
 * it crosses neither card, and of two such the shorter; where cards stand beside one another, it passes both.
 */
function around({ start, source, target }: WireEnds, end: Point, shift: number): readonly Point[] {
  const sides = [
    { x: Math.min(source.x, target.x) - clearance, sign: -1 },
    { x: Math.max(source.x + source.width, target.x + target.width) + clearance, sign: 1 },
  ];
  const lows = [start.y, Math.max(start.y, target.y + target.height)];
  const highs = [end.y, Math.min(end.y, source.y)];
  let best: readonly Point[] = [];
  let bestCost = Number.POSITIVE_INFINITY;
  // A wire to its own card passes on the right.
  for (const { x, sign } of source === target ? sides.slice(1) : sides) {
    for (const low of lows) {
      for (const high of highs) {
        const way = (by: number) => {
          const [across, below, above] = [x + sign * by, low + down.toAbove + by, high - clearance - by];
          return [start, { x: start.x, y: below }, { x: across, y: below }, { x: across, y: above }].concat([
            { x: end.x, y: above },
            end,
          ]);
        };
        // Judged unshifted, so that a lane changes the place of a wire and never its side.
        const cost = costOf(way(0), [source, target]);
        if (cost < bestCost) [best, bestCost] = [way(shift), cost];
      }
    }
  }
  return best;
}

/** Length of the way; each leg that crosses a card is worse than any length. */
function costOf(points: readonly Point[], cards: readonly Box[]): number {
  let cost = 0;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined) continue;
    const leg = boxBetween(from, to);
    cost += distance(from, to) + cards.filter((card) => overlap(card, leg)).length * 1e9;
  }
  return cost;
}

/** An SVG path along the corners, rounded; the radius shrinks where a leg is short. */
export function roundedPath(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  let path = `M${at(start)}`;
  for (const [index, corner] of rest.entries()) {
    const before = points[index];
    const after = rest[index + 1];
    if (before === undefined || after === undefined) {
      path += `L${at(corner)}`;
      continue;
    }
    const radius = Math.min(CORNER_RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    path += `L${at(toward(corner, before, radius))}Q${at(corner)} ${at(toward(corner, after, radius))}`;
  }
  return path;
}

/** A straight line from end to end. */
export function straightPath(points: readonly Point[]): string {
  const start = points[0];
  const end = points.at(-1);
  return start === undefined || end === undefined ? '' : `M${at(start)}L${at(end)}`;
}

/** Distance of a point from the nearest leg. */
export function distanceFrom(points: readonly Point[], { x, y }: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined) continue;
    const aside = Math.max(Math.min(from.x, to.x) - x, 0, x - Math.max(from.x, to.x));
    const off = Math.max(Math.min(from.y, to.y) - y, 0, y - Math.max(from.y, to.y));
    nearest = Math.min(nearest, Math.hypot(aside, off));
  }
  return nearest;
}

function toward(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

/** Whole numbers and halves come out as they are; what a stray offset brings is rounded to hundredths. */
function at({ x, y }: Point): string {
  return `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`;
}
