/** What is drawn at which zoom (console §3.6, §3.7). */
import { roundedPath, straightPath } from './wire-route.ts';
import type { Wire } from './wire-set.ts';

/** `full`: everything; `name`: icon and name; `block`: strong colour and icon; `speck`: plain rectangles. */
export type CardDetail = 'full' | 'name' | 'block' | 'speck';

export interface Detail {
  readonly cards: CardDetail;
  /** Block cards bear their name, in one line. */
  readonly hasBlockNames: boolean;
  readonly wires: 'routed' | 'straight';
  /** Wires can be pointed at. */
  readonly hasWireHits: boolean;
}

/** More visible wires than this are drawn as one path for each colour. */
export const MOST_SINGLE_WIRES = 400;

export function detailAt(zoom: number): Detail {
  if (zoom >= 0.75) return { cards: 'full', hasBlockNames: false, wires: 'routed', hasWireHits: true };
  if (zoom >= 0.4) return { cards: 'name', hasBlockNames: false, wires: 'routed', hasWireHits: true };
  const cards = zoom >= 0.15 ? 'block' : 'speck';
  return { cards, hasBlockNames: zoom >= 0.25, wires: 'straight', hasWireHits: false };
}

/** True where all wires that are not selected are one path for each colour. */
export function areWiresJoined({ wires }: Detail, visibleCount: number): boolean {
  return wires === 'straight' || visibleCount > MOST_SINGLE_WIRES;
}

/** SVG path of a wire. */
export function wirePath({ points }: Pick<Wire, 'points'>, { wires }: Detail): string {
  return wires === 'routed' ? roundedPath(points) : straightPath(points);
}

/** One SVG path for many wires. */
export function joinedPath(wires: Iterable<Pick<Wire, 'points'>>, detail: Detail): string {
  let path = '';
  for (const wire of wires) path += wirePath(wire, detail);
  return path;
}
