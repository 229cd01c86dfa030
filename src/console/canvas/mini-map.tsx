/** The whole flow in a corner, with the part that is shown; a click or a drag goes there (console §3.7, §4). */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef } from 'react';
import { t } from '../app/texts.ts';
import { cardOf } from '../graph/card.ts';
import { type Box, boundsOf, centreOf, type Point } from '../graph/geometry.ts';
import { visibleArea } from '../graph/view.ts';
import type { Drawing } from './drawing.ts';
import classes from './flow-canvas.module.css';

const size = { width: 200, height: 136 };
/** Free around the flow, in pixels of the screen. */
const margin = 8;
/** Ten times a second at the most. */
const restMs = 100;

interface Props {
  readonly drawing: Drawing;
  /** Drawn again when it changes: the colours are those of the theme. */
  readonly theme: string;
}

export function MiniMap({ drawing, theme }: Props) {
  const map = useRef<HTMLCanvasElement>(null);
  /** From the map to the canvas, as it was drawn last. */
  const frame = useRef<Frame>(undefined);
  const isHeld = useRef(false);
  const store = useStoreApi();
  const { setCenter, getZoom } = useReactFlow();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const shown = visibleArea({ x, y, zoom }, { width, height });
      // What is under the pointer stays where it is while it is held.
      if (!isHeld.current || frame.current === undefined) frame.current = frameOf([...drawing.boxes.values(), shown]);
      if (map.current) paint(map.current, drawing, shown, frame.current);
    };
    draw();
    const end = store.subscribe(() => {
      timer ??= setTimeout(draw, restMs);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [store, drawing, theme]);
  const goTo = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!isHeld.current || frame.current === undefined) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { x, y } = toFlow(frame.current, { x: event.clientX - left, y: event.clientY - top });
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <canvas
      ref={map}
      role="img"
      aria-label={t.canvas.miniMap}
      className={`${classes.miniMap} nopan nowheel`}
      width={size.width * 2}
      height={size.height * 2}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        isHeld.current = true;
        goTo(event);
      }}
      onPointerMove={goTo}
      onPointerUp={() => {
        isHeld.current = false;
      }}
      onPointerCancel={() => {
        isHeld.current = false;
      }}
    />
  );
}

/** Map = canvas × scale + offset. */
interface Frame extends Point {
  readonly scale: number;
}

function frameOf(boxes: readonly Box[]): Frame {
  const bounds = boundsOf(boxes) ?? { x: 0, y: 0, width: 1, height: 1 };
  const scale = Math.min(
    (size.width - 2 * margin) / Math.max(1, bounds.width),
    (size.height - 2 * margin) / Math.max(1, bounds.height),
  );
  const middle = centreOf(bounds);
  return { scale, x: size.width / 2 - middle.x * scale, y: size.height / 2 - middle.y * scale };
}

function toFlow({ scale, x, y }: Frame, point: Point): Point {
  return { x: (point.x - x) / scale, y: (point.y - y) / scale };
}

function paint(map: HTMLCanvasElement, { flow, boxes }: Drawing, shown: Box, { scale, x, y }: Frame): void {
  const context = map.getContext('2d');
  if (context === null) return;
  const styles = getComputedStyle(map);
  const colour = (name: string) => styles.getPropertyValue(`--atelier-${name}`);
  // Two pixels for one, so that it is sharp on fine screens too.
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.setTransform(2 * scale, 0, 0, 2 * scale, 2 * x, 2 * y);
  for (const state of flow.states) {
    const box = boxes.get(state.id);
    if (box === undefined) continue;
    context.fillStyle = colour(cardOf(state).group);
    context.fillRect(box.x, box.y, box.width, box.height);
  }
  context.strokeStyle = colour('focus');
  context.lineWidth = 2 / scale;
  context.strokeRect(shown.x, shown.y, shown.width, shown.height);
}
