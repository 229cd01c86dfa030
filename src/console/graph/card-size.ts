/** Sizes of a card (console §3.1, §3.2). They follow from the labels alone: nothing is measured in the browser. */
import type { Box, Point } from './geometry.ts';

export const CARD_HEIGHT = 136;
export const CARD_WIDTH = 280;
/** Tidy up leaves these gaps: steps of 320 × 200. */
export const COLUMN_GAP = 40;
export const ROW_GAP = 64;
export const COLUMN_STEP = CARD_WIDTH + COLUMN_GAP;
export const ROW_STEP = CARD_HEIGHT + ROW_GAP;

/** The bar on the upper edge that wires end in. */
export const INLET = { width: 28, height: 6 } as const;
/** The ring on the lower edge that a wire begins in. */
export const OUTLET_HANDLE = 12;

const outlet = { least: 52, most: 120, padding: 16, perCharacter: 6.2 } as const;

/** Width that the label asks for; a longer one is cut with an ellipsis. */
export function outletWidth(label: string): number {
  const wanted = outlet.padding + Math.ceil(outlet.perCharacter * characters(label));
  return Math.min(outlet.most, Math.max(outlet.least, wanted));
}

export interface OutletPlace {
  /** From the left edge of the card. */
  readonly x: number;
  readonly width: number;
}

/** The width of a card and the places of its outlets, side by side; stretched evenly where they leave room. */
export function outletPlaces(labels: readonly string[]): {
  readonly width: number;
  readonly places: readonly OutletPlace[];
} {
  const widths = labels.map(outletWidth);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const stretch = labels.length === 0 ? 0 : Math.max(0, CARD_WIDTH - total) / labels.length;
  let x = 0;
  const places = widths.map((width) => {
    const place = { x, width: width + stretch };
    x += place.width;
    return place;
  });
  return { width: Math.max(CARD_WIDTH, total), places };
}

/** Middle of the outlet's ring, from the corner of the card. */
export function outletPoint({ x, width }: OutletPlace): Point {
  return { x: x + width / 2, y: CARD_HEIGHT };
}

/** Middle of the inlet bar. */
export function inletPoint({ x, y, width }: Box): Point {
  return { x: x + width / 2, y };
}

/** Letters as a reader counts them: an emoji is one. */
function characters(label: string): number {
  return [...label].length;
}
