/** A flow drawn to be looked at: what an execution, a replay or traffic lays over it is marks on its cards and wires. */
import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useFlowFacts } from '../app/flow-facts.ts';
import { createStore } from '../app/store.ts';
import { t } from '../app/texts.ts';
import type { FlowView } from '../graph/flow-view.ts';
import { type Arrow, ArrowKeys } from '../graph/reading-order.ts';
import { Icon } from '../theme/icons.tsx';
import type { CanvasFocus } from './canvas-context.ts';
import type { CanvasHandle } from './canvas-handle.ts';
import { type Drawing, drawingOf } from './drawing.ts';
import classes from './flow-canvas.module.css';
import { FlowCanvas } from './flow-canvas.tsx';
import { type CardMark, Marks, type WireMark } from './marks.ts';

interface Props {
  readonly flowSid: string;
  readonly flow: FlowView;
  /** For screen readers. */
  readonly name: string;
  readonly cards: ReadonlyMap<string, CardMark>;
  readonly wires: ReadonlyMap<string, WireMark>;
  /** Id of the card that all is about now; it is brought into view. */
  readonly selected?: string | undefined;
  readonly onSelect?: (card: string) => void;
  /** A wire that was clicked. */
  readonly onWire?: (wire: string) => void;
  /** Over the canvas, in a corner. */
  readonly children?: ReactNode;
}

const arrows: { readonly [key: string]: Arrow } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const nothing: ReadonlySet<string> = new Set();

export function LayerCanvas({ flowSid, flow, name, cards, wires, selected, onSelect, onWire, children }: Props) {
  const drawing = useMemo(() => drawingOf(flow), [flow]);
  const [cardMarks] = useState(() => new Marks<CardMark>());
  const [wireMarks] = useState(() => new Marks<WireMark>());
  const [focus] = useState(() => createStore<CanvasFocus | undefined>(undefined));
  const facts = useFlowFacts(flowSid);
  const canvas = useRef<CanvasHandle>(undefined);
  useEffect(() => cardMarks.replace(cards), [cardMarks, cards]);
  useEffect(() => wireMarks.replace(wires), [wireMarks, wires]);
  const selection = useMemo(() => (selected === undefined ? nothing : new Set([selected])), [selected]);
  useEffect(() => {
    if (selected === undefined || !drawing.boxes.has(selected)) return;
    focus.set({ card: selected });
    canvas.current?.show(selected, !isSmall(drawing));
  }, [selected, drawing, focus]);
  return (
    <div className={classes.layer}>
      <FlowCanvas
        drawing={drawing}
        label={t.canvas.name(name, drawing.nodes.length)}
        selection={selection}
        cardMarks={cardMarks}
        wireMarks={wireMarks}
        focus={focus}
        facts={facts}
        isReadOnly
        onReady={(handle) => {
          canvas.current = handle;
          if (selected !== undefined) handle.show(selected);
        }}
        events={{
          select: (picked, pickedWires) => {
            const [card] = [...picked].filter((id) => id !== selected);
            const [wire] = pickedWires;
            if (wire !== undefined) onWire?.(wire);
            else if (card !== undefined) onSelect?.(card);
          },
          key: (event) => {
            if (readOnlyKey(event, drawing, focus, canvas.current, onSelect)) event.preventDefault();
          },
        }}
      />
      <div className={classes.layerTools} role="toolbar" aria-label={t.canvas.tools} data-region={t.canvas.tools}>
        <ActionIcon aria-label={t.canvas.zoomOut} onClick={() => canvas.current?.zoomBy(1 / zoomStep)}>
          <Icon name="minus" />
        </ActionIcon>
        <ActionIcon aria-label={t.canvas.zoomIn} onClick={() => canvas.current?.zoomBy(zoomStep)}>
          <Icon name="plus" />
        </ActionIcon>
        <Button variant="subtle" size="compact-md" onClick={() => canvas.current?.fit()}>
          {t.canvas.fit}
        </Button>
      </div>
      {children}
    </div>
  );
}

const zoomStep = 1.15;
/** Cards of a flow that fits as a whole: nothing is gained by moving it. */
const fewCards = 8;

function isSmall({ nodes }: Drawing): boolean {
  return nodes.length <= fewCards;
}

/** True for a key that the canvas takes: arrows lead from card to card, Enter chooses, + and − zoom, 0 is life-size, 1 fits. */
function readOnlyKey(
  event: React.KeyboardEvent,
  drawing: Drawing,
  focus: { get(): CanvasFocus | undefined; set(focus: CanvasFocus): void },
  canvas: CanvasHandle | undefined,
  onSelect: Props['onSelect'],
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const arrow = arrows[event.key];
  const card = focus.get()?.card;
  if (arrow !== undefined) {
    const next = card === undefined ? undefined : new ArrowKeys(drawing.boxes).next(card, arrow);
    if (next !== undefined) {
      focus.set({ card: next });
      canvas?.show(next);
    }
    return true;
  }
  if (event.key === 'Enter' && card !== undefined) onSelect?.(card);
  else if (event.key === '+' || event.key === '=') canvas?.zoomBy(zoomStep);
  else if (event.key === '-') canvas?.zoomBy(1 / zoomStep);
  else if (event.key === '0') canvas?.zoomTo(1);
  else if (event.key === '1') canvas?.fit();
  else return false;
  return true;
}
