/** Where cards go that come as a group, pasted or duplicated: it keeps its shape, and covers nothing (console §3). */
import type { Editor } from '../../editor/editor.ts';
import { BoxIndex } from '../../graph/box-index.ts';
import { type Box, boundsOf, type Point } from '../../graph/geometry.ts';
import { freePlaces } from '../../graph/placement.ts';

/** A place for each of `boxes`, in their order, at the corner that is wanted for their bounds or the nearest free one. */
export function groupPlaces(editor: Editor, boxes: readonly Box[], wanted: (bounds: Box) => Point): readonly Point[] {
  const bounds = boundsOf(boxes);
  if (bounds === undefined) return [];
  const index = new BoxIndex(editor.state.get().drawing.boxes);
  return [...freePlaces(new Map(boxes.entries()), bounds, wanted(bounds), index).values()];
}
