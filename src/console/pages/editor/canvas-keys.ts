/** The keys of the canvas (console §4). They count only while it has the focus. */

import { announce } from '../../app/announce.tsx';
import { isMac } from '../../app/shortcuts.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { clipboardStates } from '../../document/index.ts';
import type { Editor } from '../../editor/editor.ts';
import { cardOf } from '../../graph/card.ts';
import { CARD_HEIGHT, CARD_WIDTH, COLUMN_STEP } from '../../graph/card-size.ts';
import { alongWire, flowLinks } from '../../graph/flow-links.ts';
import type { Point } from '../../graph/geometry.ts';
import { type Arrow, ArrowKeys, readingOrder } from '../../graph/reading-order.ts';
import {
  chosenCards,
  copyCards,
  deleteCards,
  disconnect,
  duplicateCards,
  focusedOutlet,
  reconnectChoices,
  selectedWire,
  selectReached,
  tidyUp,
} from './actions.ts';
import { groupPlaces } from './group-places.ts';
import { toggleMiniMap } from './mini-map-shown.ts';
import { addNote } from './notes/notes.ts';

/** Dialogs that keys open; the page shows them. */
export type EditorDialog =
  | { readonly kind: 'add'; readonly isLoose: boolean }
  | { readonly kind: 'connect' }
  | { readonly kind: 'rename'; readonly card: string }
  | { readonly kind: 'reconnect'; readonly cards: readonly string[]; readonly targets: readonly string[] };

export interface KeyParts {
  readonly editor: Editor;
  readonly open: (dialog: EditorDialog) => void;
  /** Leads into the inspector. */
  readonly edit: (card: string) => void;
}

const arrows: { readonly [key: string]: Arrow } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const steps: { readonly [arrow in Arrow]: readonly [x: number, y: number] } = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** True when the key was one of the canvas: then nothing else is to happen. */
export function canvasKey(event: React.KeyboardEvent, parts: KeyParts): boolean {
  // Notes, and the field of a name, have keys of their own.
  if (event.target instanceof Element && event.target.closest('[data-note], input') !== null) return false;
  const arrow = arrows[event.key];
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  if (arrow !== undefined) return arrowKey(event, arrow, isMod, parts.editor);
  if (isMod) return modKey(event, parts);
  if (event.altKey) return false;
  return plainKey(event, parts);
}

function arrowKey(event: React.KeyboardEvent, arrow: Arrow, isMod: boolean, editor: Editor): boolean {
  const [x, y] = steps[arrow];
  if (isMod) {
    editor.canvas?.panBy({ x: x / 2, y: y / 2 });
    return true;
  }
  if (event.altKey) {
    moveBy(editor, x * (event.shiftKey ? 100 : 10), y * (event.shiftKey ? 100 : 10));
    return true;
  }
  const focus = editor.focus.get();
  if (focus?.outlet !== undefined) {
    if (y === 0) walkOutlets(editor, x);
    return true;
  }
  const next = focus && new ArrowKeys(editor.state.get().drawing.boxes).next(focus.card, arrow);
  if (next === undefined) return true;
  if (event.shiftKey) editor.select([...editor.state.get().selection, ...(focus ? [focus.card] : []), next]);
  editor.show(next);
  return true;
}

function moveBy(editor: Editor, x: number, y: number): void {
  const { boxes } = editor.state.get().drawing;
  const places = chosenCards(editor).flatMap((widget) => {
    const box = boxes.get(widget);
    return box ? [{ widget, x: box.x + x, y: box.y + y }] : [];
  });
  if (places.length > 0) editor.do({ do: 'move', places });
}

function walkOutlets(editor: Editor, step: number): void {
  const focus = editor.focus.get();
  const state = editor.state.get().drawing.flow.states.find(({ id }) => id === focus?.card);
  const outlets = state ? cardOf(state).outlets : [];
  const at = outlets.findIndex(({ id }) => id === focus?.outlet);
  const next = outlets[Math.min(outlets.length - 1, Math.max(0, at + step))];
  if (focus && next) editor.focus.set({ card: focus.card, outlet: next.id });
}

function modKey(event: React.KeyboardEvent, { editor, open }: KeyParts): boolean {
  const cards = chosenCards(editor);
  switch (event.key.toLowerCase()) {
    case 'a':
      editor.select(editor.state.get().drawing.boxes.keys());
      return true;
    case 'd':
      duplicateCards(editor, cards);
      return true;
    case 'c':
      void copyCards(editor, cards);
      return true;
    case 'x':
      void copyCards(editor, cards).then((isCopied) => isCopied && deleteCards(editor, cards, 'cut'));
      return true;
    case 'v':
      void paste(editor, event.shiftKey);
      return true;
    case 'delete':
    case 'backspace':
      deleteAndReconnect(editor, cards, open);
      return true;
    default:
      return false;
  }
}

export function deleteAndReconnect(editor: Editor, cards: readonly string[], open: KeyParts['open']): void {
  const targets = reconnectChoices(editor, cards);
  if (targets.length > 0) open({ kind: 'reconnect', cards, targets });
  else deleteCards(editor, cards, 'deleteAndReconnect');
}

async function paste(editor: Editor, keepsOuterWires: boolean): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => '');
  if (clipboardStates(text).length === 0) showToast({ text: t.editor.pasteNothing, kind: 'failed' });
  else editor.do({ do: 'paste', text, keepsOuterWires, places: pastePlaces(editor, text) });
}

/** As they lay to one another, around the middle of what is shown. */
/** In the middle of what is seen. Cards that bring no place of their own stand aside of each other. */
function pastePlaces(editor: Editor, text: string): readonly Point[] {
  const middle = editor.canvas?.centre() ?? { x: 0, y: 0 };
  const boxes = clipboardStates(text).map(({ offset }, index) => ({
    ...(offset ?? { x: index * COLUMN_STEP, y: 0 }),
    width: CARD_WIDTH,
    height: CARD_HEIGHT,
  }));
  return groupPlaces(editor, boxes, ({ width, height }) => ({ x: middle.x - width / 2, y: middle.y - height / 2 }));
}

function plainKey(event: React.KeyboardEvent, parts: KeyParts): boolean {
  const { editor, open, edit } = parts;
  const focus = editor.focus.get();
  const cards = chosenCards(editor);
  switch (event.key) {
    case 'Enter':
      if (focus?.outlet !== undefined) editor.focus.set({ ...focus, isOnWire: true });
      else if (focus) {
        editor.select([focus.card]);
        edit(focus.card);
      }
      return true;
    case ' ':
      if (focus) toggle(editor, focus.card);
      return true;
    case 'Escape':
      leave(editor);
      return true;
    case 'a':
    case 'A':
      open({ kind: 'add', isLoose: event.shiftKey });
      return true;
    case 'o':
      enterOutlets(editor);
      return true;
    case 'c':
      if (focusedOutlet(editor) ?? selectedWire(editor)) open({ kind: 'connect' });
      return true;
    case 'Delete':
    case 'Backspace':
      remove(editor, cards);
      return true;
    case 'F2':
      if (focus) open({ kind: 'rename', card: focus.card });
      return true;
    case 'l':
      void tidyUp(editor, editor.state.get().selection.size > 1 ? editor.state.get().selection : undefined);
      return true;
    case 't':
      addNote(editor);
      return true;
    case 'm':
      toggleMiniMap(editor);
      return true;
    case '.':
    case ',':
      along(editor, event.key === '.' ? 'forwards' : 'backwards');
      return true;
    case ']':
    case '[':
      selectReached(editor, cards, event.key === ']' ? 'follows' : 'leads');
      return true;
    case 'Home':
    case 'End': {
      const order = readingOrder(editor.state.get().drawing.boxes);
      const card = event.key === 'Home' ? order[0] : order.at(-1);
      if (card !== undefined) editor.show(card);
      return true;
    }
    default:
      return zoomKey(event.key, editor);
  }
}

function zoomKey(key: string, editor: Editor): boolean {
  const { canvas } = editor;
  const { selection } = editor.state.get();
  if (key === '+' || key === '=') canvas?.zoomBy(1.15);
  else if (key === '-') canvas?.zoomBy(1 / 1.15);
  else if (key === '0') canvas?.zoomTo(1);
  else if (key === '1') canvas?.fit();
  else if (key === '2') canvas?.fit(selection.size > 0 ? [...selection] : undefined);
  else return false;
  return true;
}

function toggle(editor: Editor, card: string): void {
  const next = new Set(editor.state.get().selection);
  if (!next.delete(card)) next.add(card);
  editor.select(next);
  editor.focus.set({ card });
}

/** Out of the wire, then the outlet, then the selection. */
function leave(editor: Editor): void {
  const focus = editor.focus.get();
  if (focus?.isOnWire && focus.outlet !== undefined) editor.focus.set({ card: focus.card, outlet: focus.outlet });
  else if (focus?.outlet !== undefined) editor.focus.set({ card: focus.card });
  else editor.select([]);
}

function enterOutlets(editor: Editor): void {
  const focus = editor.focus.get();
  const state = editor.state.get().drawing.flow.states.find(({ id }) => id === focus?.card);
  const [first] = state ? cardOf(state).outlets : [];
  if (focus && first) editor.focus.set({ card: focus.card, outlet: first.id });
}

function remove(editor: Editor, cards: readonly string[]): void {
  const wire = focusedOutlet(editor) ?? selectedWire(editor);
  if (wire) disconnect(editor, wire);
  else if (cards.length > 0) deleteCards(editor, cards, 'delete');
}

function along(editor: Editor, direction: 'forwards' | 'backwards'): void {
  const card = editor.focus.get()?.card;
  const next = card === undefined ? undefined : alongWire(flowLinks(editor.state.get().drawing.flow), card, direction);
  if (next === undefined) announce(t.canvas.noWireThere);
  else editor.show(next);
}
