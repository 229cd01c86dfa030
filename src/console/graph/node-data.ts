/** Nodes and edges in the form that React Flow takes, with sizes and handles as data: it measures nothing. */
import { type Card, cardOf } from './card.ts';
import { INLET, OUTLET_HANDLE, outletPoint } from './card-size.ts';
import type { StateView } from './flow-view.ts';
import type { Box, Point } from './geometry.ts';
import type { WireLink } from './wire-set.ts';

/** Id of the handle that wires end in. The Trigger has it too, without showing it: a broken draft may lead there. */
export const INLET_ID = 'inlet';

export interface NodeHandle {
  readonly id: string;
  readonly type: 'source' | 'target';
  readonly position: 'top' | 'bottom';
  /** Upper left corner, from that of the card. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CanvasNode {
  readonly id: string;
  readonly type: 'card';
  readonly position: Point;
  readonly width: number;
  readonly height: number;
  readonly handles: readonly NodeHandle[];
  readonly data: { readonly state: StateView; readonly card: Card };
}

export interface CanvasEdge {
  readonly id: string;
  readonly type: 'wire';
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

const shared = new WeakMap<StateView, Pick<CanvasNode, 'handles' | 'data'>>();

/** `data` and `handles` are the same objects as long as the state is the same object. */
export function nodeOf(state: StateView, { x, y }: Box): CanvasNode {
  const card = cardOf(state);
  const parts = shared.get(state) ?? { handles: handlesOf(card), data: { state, card } };
  shared.set(state, parts);
  return { id: card.id, type: 'card', position: { x, y }, width: card.width, height: card.height, ...parts };
}

export function edgeOf({ id, source, target, outlet }: WireLink): CanvasEdge {
  return { id, type: 'wire', source, sourceHandle: outlet, target, targetHandle: INLET_ID };
}

function handlesOf(card: Card): NodeHandle[] {
  const ring = { width: OUTLET_HANDLE, height: OUTLET_HANDLE };
  const outlets = card.outlets.map((outlet): NodeHandle => {
    return { id: outlet.id, type: 'source', position: 'bottom', ...around(outletPoint(outlet), ring) };
  });
  const inlet: NodeHandle = {
    id: INLET_ID,
    type: 'target',
    position: 'top',
    ...around({ x: card.width / 2, y: 0 }, INLET),
  };
  return [inlet, ...outlets];
}

function around({ x, y }: Point, { width, height }: { readonly width: number; readonly height: number }) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
