/** A drawing to be looked at: cards can be walked and chosen, nothing can be changed. */
import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { createStore } from '../app/store.ts';
import { t } from '../app/texts.ts';
import type { CardFacts } from '../graph/card-body.ts';
import { type Arrow, ArrowKeys } from '../graph/reading-order.ts';
import { type View, ZOOM_STEP } from '../graph/view.ts';
import { Icon } from '../theme/icons.tsx';
import type { CanvasFocus } from './canvas-context.ts';
import type { CanvasHandle } from './canvas-handle.ts';
import type { Drawing } from './drawing.ts';
import { FlowCanvas } from './flow-canvas.tsx';
import classes from './flow-viewer.module.css';
import { type CardMark, Marks, type WireMark } from './marks.ts';

interface Props {
  readonly drawing: Drawing;
  /** For screen readers. */
  readonly label: string;
  readonly cards?: ReadonlyMap<string, CardMark>;
  readonly wires?: ReadonlyMap<string, WireMark>;
  /** Id of the card that all is about now; it is brought into view. */
  readonly selected?: string | undefined;
  readonly onSelect?: (card: string | undefined) => void;
  /** A wire that was clicked. */
  readonly onWire?: (wire: string) => void;
  /** The selected card comes into the middle, and not only into view. */
  readonly isCentred?: boolean;
  /** What cards say of numbers and flows by their names. */
  readonly facts?: CardFacts;
  readonly onReady?: (canvas: CanvasHandle) => void;
  readonly onView?: (view: View) => void;
  /** Drawn in canvas units, over the cards. */
  readonly children?: ReactNode;
  /** Over the canvas, in a corner. */
  readonly overlay?: ReactNode;
}

const arrows: { readonly [key: string]: Arrow } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const nothing: ReadonlySet<string> = new Set();
const noCards: ReadonlyMap<string, CardMark> = new Map();
const noWires: ReadonlyMap<string, WireMark> = new Map();

export function FlowViewer({
  drawing,
  label,
  cards = noCards,
  wires = noWires,
  selected,
  onSelect,
  onWire,
  isCentred = false,
  facts,
  onReady,
  onView,
  children,
  overlay,
}: Props) {
  const [cardMarks] = useState(() => new Marks<CardMark>());
  const [wireMarks] = useState(() => new Marks<WireMark>());
  const [focus] = useState(() => createStore<CanvasFocus | undefined>(undefined));
  const canvas = useRef<CanvasHandle>(undefined);
  useEffect(() => cardMarks.replace(cards), [cardMarks, cards]);
  useEffect(() => wireMarks.replace(wires), [wireMarks, wires]);
  const selection = useMemo(() => (selected === undefined ? nothing : new Set([selected])), [selected]);
  useEffect(() => {
    if (selected === undefined || !drawing.boxes.has(selected)) return;
    focus.set({ card: selected });
    canvas.current?.show(selected, isCentred);
  }, [selected, drawing, focus, isCentred]);
  const walk = (event: React.KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const card = focus.get()?.card;
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      const next = card === undefined ? undefined : new ArrowKeys(drawing.boxes).next(card, arrow);
      if (next !== undefined) {
        focus.set({ card: next });
        canvas.current?.show(next);
      }
      return true;
    }
    if (event.key === 'Enter') onSelect?.(card);
    else if (event.key === 'Escape') onSelect?.(undefined);
    else if (event.key === '+' || event.key === '=') canvas.current?.zoomBy(ZOOM_STEP);
    else if (event.key === '-') canvas.current?.zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') canvas.current?.zoomTo(1);
    else if (event.key === '1') canvas.current?.fit();
    else return false;
    return true;
  };
  return (
    <div className={classes.viewer}>
      <FlowCanvas
        drawing={drawing}
        label={label}
        selection={selection}
        cardMarks={cardMarks}
        wireMarks={wireMarks}
        focus={focus}
        {...(facts ? { facts } : {})}
        isReadOnly
        onReady={(handle) => {
          canvas.current = handle;
          if (selected !== undefined) handle.show(selected);
          onReady?.(handle);
        }}
        events={{
          select: (picked, [wire]) => {
            if (wire !== undefined && onWire) onWire(wire);
            else onSelect?.([...picked].find((id) => id !== selected));
          },
          key: (event) => {
            if (walk(event)) event.preventDefault();
          },
          ...(onView ? { view: onView } : {}),
        }}
      >
        {children}
      </FlowCanvas>
      <div className={classes.tools} role="toolbar" aria-label={t.canvas.tools} data-region={t.canvas.tools}>
        <ActionIcon aria-label={t.canvas.zoomOut} onClick={() => canvas.current?.zoomBy(1 / ZOOM_STEP)}>
          <Icon name="minus" />
        </ActionIcon>
        <ActionIcon aria-label={t.canvas.zoomIn} onClick={() => canvas.current?.zoomBy(ZOOM_STEP)}>
          <Icon name="plus" />
        </ActionIcon>
        <Button variant="subtle" size="compact-md" onClick={() => canvas.current?.fit()}>
          {t.canvas.fit}
        </Button>
      </div>
      {overlay}
    </div>
  );
}
