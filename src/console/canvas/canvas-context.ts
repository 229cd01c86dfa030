/** What every card and wire of a canvas looks at; the object stays the same, so that nothing is drawn anew for it. */
import { createContext, type ReactNode, useContext } from 'react';
import type { Store } from '../app/store.ts';
import type { CardFacts } from '../graph/card-body.ts';
import type { Detail } from '../graph/detail-level.ts';
import type { Point } from '../graph/geometry.ts';
import type { CardMark, Marks, WireMark } from './marks.ts';
import type { WirePaths } from './wire-paths.ts';

/** Where the keys of the canvas are: on a card, one of its outlets, or the wire behind that. */
export interface CanvasFocus {
  readonly card: string;
  /** Id of an outlet of the card. */
  readonly outlet?: string;
  /** The wire of the outlet itself. */
  readonly isOnWire?: boolean;
}

export interface CanvasParts {
  readonly cardMarks: Marks<CardMark>;
  readonly wireMarks: Marks<WireMark>;
  readonly paths: WirePaths;
  readonly detail: Store<Detail>;
  readonly focus: Store<CanvasFocus | undefined>;
  /** The wire that a dragged card would be put on. */
  readonly target: Store<string | undefined>;
  readonly facts: Store<CardFacts>;
  /** Card whose name is being edited on it. */
  readonly naming: Store<string | undefined>;
  /** What stands in the place of that name. */
  readonly nameField: (card: string) => ReactNode;
  readonly isReadOnly: boolean;
  /** Opens the menu of a card at a point of the screen. */
  readonly openMenu: (card: string, at: Point) => void;
  readonly rename: (card: string) => void;
}

export const CanvasContext = createContext<CanvasParts | undefined>(undefined);

export function useCanvas(): CanvasParts {
  const parts = useContext(CanvasContext);
  if (parts === undefined) throw new Error('a card outside of a canvas');
  return parts;
}
