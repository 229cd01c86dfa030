/** The window onto the canvas: what it shows, and how it moves. */
import { type Box, centreOf, type Point, type Size } from './geometry.ts';

/** Screen = canvas × zoom + offset. */
export interface View extends Point {
  readonly zoom: number;
}

export const LEAST_ZOOM = 0.05;
export const MOST_ZOOM = 2;
/** Of one step of the wheel. */
export const ZOOM_STEP = 1.15;
/** What *Fit* keeps free around the flow, in pixels of the screen. */
const margin = 40;

/** All of `bounds` in the middle of the screen, never larger than 100 %. */
export function fitView(bounds: Box, screen: Size): View {
  const roomFor = (room: number, length: number) => (room - 2 * margin) / Math.max(1, length);
  const zoom = clampZoom(Math.min(1, roomFor(screen.width, bounds.width), roomFor(screen.height, bounds.height)));
  return centred(centreOf(bounds), zoom, screen);
}

/** The point in the middle of the screen. */
export function centred(point: Point, zoom: number, screen: Size): View {
  return { zoom, x: screen.width / 2 - point.x * zoom, y: screen.height / 2 - point.y * zoom };
}

/** Zooms by a factor; the canvas under `pointer`, a point of the screen, stays where it is. */
export function zoomAt(view: View, pointer: Point, factor: number): View {
  const zoom = clampZoom(view.zoom * factor);
  const ratio = zoom / view.zoom;
  return { zoom, x: pointer.x - (pointer.x - view.x) * ratio, y: pointer.y - (pointer.y - view.y) * ratio };
}

/** The least move that brings all of `box` into view; of one larger than the screen its upper left. */
export function panIntoView(view: View, box: Box, screen: Size): View {
  const x = shift(box.x * view.zoom + view.x, box.width * view.zoom, screen.width);
  const y = shift(box.y * view.zoom + view.y, box.height * view.zoom, screen.height);
  return x === 0 && y === 0 ? view : { ...view, x: view.x + x, y: view.y + y };
}

export function toCanvas({ x, y, zoom }: View, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom };
}

/** The part of the canvas that the screen shows. */
export function visibleArea(view: View, { width, height }: Size): Box {
  return { ...toCanvas(view, { x: 0, y: 0 }), width: width / view.zoom, height: height / view.zoom };
}

function clampZoom(zoom: number): number {
  return Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
}

function shift(start: number, length: number, room: number): number {
  const before = margin - start;
  const after = room - margin - (start + length);
  if (before > 0 || length > room - 2 * margin) return before;
  return after < 0 ? after : 0;
}
