/** What the page can ask of a canvas, and where its points are. */
import { type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useRef } from 'react';
import { type Box, boundsOf, centreOf, type Point } from '../graph/geometry.ts';
import { centred, fitView, panIntoView, type View, zoomAt } from '../graph/view.ts';
import type { CardNodeType } from './card-node.tsx';
import type { Drawing } from './drawing.ts';
import type { WireEdgeType } from './wire-edge.tsx';

/** What the page can ask of a canvas. */
export interface CanvasHandle {
  fit(cards?: readonly string[]): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  panBy(screens: Point): void;
  /** Brings a card into view; `isCentred`: into the middle. */
  show(card: string, isCentred?: boolean): void;
  /** Brings a box of the canvas into the middle. */
  showBox(box: Box): void;
  zoom(): number;
  /** Middle of what is shown, in canvas units. */
  centre(): Point;
  focus(): void;
  /** Shows the same part in the same size as another canvas does. */
  setView(view: View): void;
}

/** From the screen to the canvas, for events that come from outside of it. */
export const canvasPoint = new WeakMap<HTMLElement, (screen: Point) => Point>();

export function useHandle(
  box: RefObject<HTMLDivElement | null>,
  latest: RefObject<{ readonly drawing: Drawing }>,
  onReady: ((handle: CanvasHandle) => void) | undefined,
): void {
  const flow = useReactFlow<CardNodeType, WireEdgeType>();
  const ready = useRef(onReady);
  ready.current = onReady;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    canvasPoint.set(element, (screen) => flow.screenToFlowPosition(screen, { snapToGrid: false }));
    const handle = handleOf(flow, element, () => latest.current.drawing);
    handle.fit();
    ready.current?.(handle);
    const follow = ({ target }: FocusEvent) => {
      const card = target instanceof HTMLElement ? target.dataset.card : undefined;
      if (card !== undefined) handle.show(card);
    };
    element.addEventListener('focusin', follow);
    return () => element.removeEventListener('focusin', follow);
  }, [flow, box, latest]);
}

function handleOf(
  flow: ReactFlowInstance<CardNodeType, WireEdgeType>,
  element: HTMLElement,
  drawing: () => Drawing,
): CanvasHandle {
  const screen = () => ({ width: element.clientWidth, height: element.clientHeight });
  const zoomBy = (factor: number) => {
    const { width, height } = screen();
    void flow.setViewport(zoomAt(flow.getViewport(), { x: width / 2, y: height / 2 }, factor));
  };
  return {
    fit(cards) {
      const { boxes } = drawing();
      const bounds = boundsOf(cards ? cards.flatMap((id) => boxes.get(id) ?? []) : boxes.values());
      if (bounds) void flow.setViewport(fitView(bounds, screen()));
    },
    zoomBy,
    zoomTo: (zoom) => zoomBy(zoom / flow.getViewport().zoom),
    panBy({ x, y }) {
      const view = flow.getViewport();
      const { width, height } = screen();
      void flow.setViewport({ ...view, x: view.x - x * width, y: view.y - y * height });
    },
    show(card, isCentred = false) {
      const place = drawing().boxes.get(card);
      if (place === undefined) return;
      const view = flow.getViewport();
      const shown = isCentred ? centred(centreOf(place), view.zoom, screen()) : panIntoView(view, place, screen());
      void flow.setViewport(shown);
    },
    zoom: () => flow.getZoom(),
    showBox(box) {
      void flow.setViewport(centred(centreOf(box), flow.getViewport().zoom, screen()));
    },
    centre() {
      const { left, top, width, height } = element.getBoundingClientRect();
      return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 }, { snapToGrid: false });
    },
    setView(view) {
      const { x, y, zoom } = flow.getViewport();
      if (x !== view.x || y !== view.y || zoom !== view.zoom) void flow.setViewport(view);
    },
    focus() {
      element.querySelector<HTMLElement>('[data-card][tabindex="0"]')?.focus({ preventScroll: true });
    },
  };
}
