/** A flow as the canvas draws it: cards at their places and wires between them. Kept as far as an edit lets it be. */
import { cardOf } from '../graph/card.ts';
import type { FlowView, StateView } from '../graph/flow-view.ts';
import type { Box } from '../graph/geometry.ts';
import { type CanvasEdge, type CanvasNode, edgeOf, nodeOf } from '../graph/node-data.ts';
import { shownBoxes } from '../graph/tidy.ts';
import { WireSet } from '../graph/wire-set.ts';

export interface Drawing {
  readonly flow: FlowView;
  /** By the id of the card, in document order. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly wires: WireSet;
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };

/** `before`: the drawing of the same flow before an edit; what the edit leaves alone stays the same object. */
export function drawingOf(flow: FlowView, before?: Drawing): Drawing {
  if (before?.flow === flow) return before;
  const isAsBefore = before !== undefined && hasSameShape(before.flow, flow);
  const boxes = isAsBefore ? before.boxes : shownBoxes(flow);
  const wires = isAsBefore ? before.wires : new WireSet(flow, boxes);
  return {
    flow,
    boxes,
    wires,
    nodes: flow.states.map((state, index) => {
      const known = before?.nodes[index];
      const box = boxes.get(state.id) ?? nowhere;
      const isKnown = known?.data.state === state && known.position.x === box.x && known.position.y === box.y;
      return isKnown ? known : nodeOf(state, box);
    }),
    edges: isAsBefore ? before.edges : wires.all().map(edgeOf),
  };
}

/** True where no card and no wire lies elsewhere than before: only what the cards say is new. */
function hasSameShape(before: FlowView, after: FlowView): boolean {
  return (
    before.states.length === after.states.length &&
    after.states.every((state, index) => {
      const old = before.states[index];
      return old === state || (old !== undefined && isSameShape(old, state));
    })
  );
}

function isSameShape(a: StateView, b: StateView): boolean {
  if (a.id !== b.id || a.name !== b.name || a.offset?.x !== b.offset?.x || a.offset?.y !== b.offset?.y) return false;
  const [one, two] = [cardOf(a).outlets, cardOf(b).outlets];
  return (
    one.length === two.length &&
    one.every(({ id, next, x, width }, index) => {
      const other = two[index];
      return other?.id === id && other.next === next && other.x === x && other.width === width;
    })
  );
}
