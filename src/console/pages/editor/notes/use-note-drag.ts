/** A note under the pointer: it follows by itself, and is written once it is let go. Esc and a lost pointer undo it. */
import { useReactFlow } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { type Box, type Point, toGrid } from '../../../graph/geometry.ts';
import { leastNote } from './notes.ts';

interface Dragged {
  readonly box: Box;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
}

export function useNoteDrag(note: Box, how: 'move' | 'resize', write: (to: Partial<Box>) => void): Dragged {
  const { getZoom } = useReactFlow();
  const start = useRef<Point>(undefined);
  const [by, setBy] = useState<Point>();
  const stop = () => {
    start.current = undefined;
    setBy(undefined);
  };
  const isDragged = by !== undefined;
  useEffect(() => {
    if (!isDragged) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      start.current = undefined;
      setBy(undefined);
    };
    document.addEventListener('keydown', leave, true);
    return () => document.removeEventListener('keydown', leave, true);
  }, [isDragged]);
  const box = boxAfter(note, how, by);
  return {
    box,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove(event) {
        if (start.current === undefined) return;
        const zoom = getZoom();
        setBy({ x: (event.clientX - start.current.x) / zoom, y: (event.clientY - start.current.y) / zoom });
      },
      onPointerUp() {
        stop();
        const { x, y, width, height } = box;
        if (how === 'move' && (x !== note.x || y !== note.y)) write({ x, y });
        if (how === 'resize' && (width !== note.width || height !== note.height)) write({ width, height });
      },
      onPointerCancel: stop,
    },
  };
}

function boxAfter({ x, y, width, height }: Box, how: 'move' | 'resize', by: Point | undefined): Box {
  if (by === undefined) return { x, y, width, height };
  if (how === 'move') return { x: toGrid(x + by.x), y: toGrid(y + by.y), width, height };
  return {
    x,
    y,
    width: Math.max(leastNote.width, toGrid(width + by.x)),
    height: Math.max(leastNote.height, toGrid(height + by.y)),
  };
}
