/** What the page does with the flow, for mouse, keys and menus alike (console §4). */
import { announce } from '../../app/announce.tsx';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import type { OutletRef } from '../../canvas/flow-canvas.tsx';
import {
  clipboardText,
  type Edited,
  firstFreeOutlet,
  notesOf,
  type Outlet,
  targetsToReconnect,
} from '../../document/index.ts';
import type { Editor } from '../../editor/editor.ts';
import { tidyLayout } from '../../editor/layout/tidy-layout.ts';
import { BoxIndex } from '../../graph/box-index.ts';
import { CARD_HEIGHT, CARD_WIDTH, ROW_STEP } from '../../graph/card-size.ts';
import { flowLinks, reach } from '../../graph/flow-links.ts';
import type { Point } from '../../graph/geometry.ts';
import { layoutPart } from '../../graph/layout.ts';
import { freePlace, placeAfter, placeBetween } from '../../graph/placement.ts';
import { readingOrder } from '../../graph/reading-order.ts';
import { tidied } from '../../graph/tidy.ts';
import { groupPlaces } from './group-places.ts';
import { focusMainField } from './inspector/places.ts';

const newCard = { width: CARD_WIDTH, height: CARD_HEIGHT };

/** Where a new widget comes from. */
export type Source =
  /** Behind this card, from its first free outlet. */
  | { readonly after: string }
  | { readonly from: OutletRef; readonly point?: Point }
  | { readonly on: OutletRef; readonly point?: Point }
  | { readonly point: Point | undefined };

/** Adds a widget and leads to the field that it is for. */
export function addWidget(editor: Editor, type: string, source: Source): void {
  const [added] = doAdd(editor, type, source)?.added ?? [];
  if (added !== undefined) focusMainField(editor, added);
}

function doAdd(editor: Editor, type: string, source: Source): Edited | undefined {
  const { boxes } = editor.state.get().drawing;
  const index = new BoxIndex(boxes);
  if ('on' in source) {
    const on = editor.outlet(source.on);
    if (on === undefined) return undefined;
    const wire = editor.state.get().drawing.wires.get(`${source.on.card}/${source.on.outlet}`);
    const [from, to] = [boxes.get(wire?.source ?? ''), boxes.get(wire?.target ?? '')];
    const place = source.point
      ? freePlace(centredAt(source.point), newCard, index)
      : from && to && placeBetween(from, to, newCard, index);
    return editor.do({ do: 'insert', type, on, place: place ?? { x: 0, y: 0 } });
  }
  if ('from' in source) {
    const from = editor.outlet(source.from);
    const box = boxes.get(source.from.card);
    const place = source.point
      ? freePlace(topAt(source.point), newCard, index)
      : box && placeAfter(box, newCard, index);
    return editor.do({ do: 'add', type, place: place ?? { x: 0, y: 0 }, ...(from ? { from } : {}) });
  }
  if ('after' in source) {
    const box = boxes.get(source.after);
    const state = editor.find(source.after);
    const hasFree = state !== undefined && firstFreeOutlet(source.after, state) !== undefined;
    const place = box ? placeAfter(box, newCard, index) : { x: 0, y: 0 };
    return editor.do({ do: 'add', type, place, ...(hasFree ? { after: source.after } : {}) });
  }
  const place = freePlace(centredAt(source.point ?? editor.canvas?.centre() ?? { x: 0, y: 0 }), newCard, index);
  return editor.do({ do: 'add', type, place });
}

const centredAt = ({ x, y }: Point) => ({ x: x - CARD_WIDTH / 2, y: y - CARD_HEIGHT / 2 });
const topAt = ({ x, y }: Point) => ({ x: x - CARD_WIDTH / 2, y });

/** The selected cards, else the one that has the focus. */
export function chosenCards(editor: Editor): readonly string[] {
  const { selection } = editor.state.get();
  const focused = editor.focus.get()?.card;
  return selection.size > 0 ? [...selection] : focused === undefined ? [] : [focused];
}

export function deleteCards(
  editor: Editor,
  cards: readonly string[],
  how: 'delete' | 'cut' | 'deleteAndReconnect',
  to?: string,
): void {
  const { drawing } = editor.state.get();
  const order = readingOrder(drawing.boxes);
  const next = order[Math.max(0, order.findIndex((id) => cards.includes(id)) - 1)];
  const edit =
    how === 'deleteAndReconnect'
      ? ({ do: how, widgets: cards, ...(to === undefined ? {} : { to }) } as const)
      : ({ do: how, widgets: cards } as const);
  const count = drawing.boxes.size;
  if (editor.do(edit) === undefined) return;
  const gone = count - editor.state.get().drawing.boxes.size;
  if (next !== undefined) editor.focus.set({ card: next });
  editor.canvas?.focus();
  showToast({ text: t.editor.deleted(gone), action: { label: t.canvas.undo, run: () => editor.undo() } });
}

/** Renames a widget; everything that speaks of it follows. */
export function renameWidget(editor: Editor, card: string, to: string): void {
  const said = ({ counts }: Edited) => t.editor.rename.renamed(counts?.references ?? 0, counts?.widgets ?? 0);
  const edited = editor.do({ do: 'rename', widget: card, to }, said);
  if (edited) showToast({ text: said(edited), action: { label: t.canvas.undo, run: () => editor.undo() } });
}

/** Names to choose from before the cards can be deleted and what led there reconnected: none where there is no choice. */
export function reconnectChoices(editor: Editor, cards: readonly string[]): readonly string[] {
  const targets = targetsToReconnect(editor.state.get().editing.document, cards);
  return targets.length > 1 ? targets : [];
}

export async function copyCards(editor: Editor, cards: readonly string[]): Promise<boolean> {
  const text = clipboardText(editor.state.get().editing.document, cards);
  if (text === undefined) return false;
  await navigator.clipboard.writeText(text);
  announce(t.editor.copied(cards.length));
  return true;
}

export function duplicateCards(editor: Editor, cards: readonly string[]): void {
  const { boxes } = editor.state.get().drawing;
  const sources = cards.flatMap((id) => boxes.get(id) ?? []);
  const places = groupPlaces(editor, sources, ({ x, y }) => ({ x, y: y + ROW_STEP }));
  editor.do({ do: 'duplicate', widgets: cards, places });
}

/** All cards, or the chosen ones, in layers; the notes go with their nearest card. One undo entry. */
export async function tidyUp(editor: Editor, selection?: ReadonlySet<string>): Promise<void> {
  const { flow } = editor.state.get().drawing;
  const part = layoutPart(flow, selection);
  const laidOut = await tidyLayout(part);
  const { drawing, editing } = editor.state.get();
  if (drawing.flow !== flow) return showToast({ text: t.canvas.changedMeanwhile, kind: 'failed' });
  const notes = notesOf(editing.document).map(({ id, x, y, width, height }) => ({ id, box: { x, y, width, height } }));
  const { cards, notes: moved } = tidied(part, laidOut, drawing.boxes, notes);
  const places = [...cards].map(([widget, place]) => ({ widget, ...place }));
  editor.do({
    do: 'all',
    name: t.canvas.tidyUp,
    edits: [{ do: 'tidyUp', places }, ...[...moved].map(([note, to]) => ({ do: 'changeNote', note, to }) as const)],
  });
}

export function selectReached(editor: Editor, cards: readonly string[], direction: 'follows' | 'leads'): void {
  const { flow } = editor.state.get().drawing;
  editor.select(reach(flowLinks(flow), cards, direction === 'follows' ? 'forwards' : 'backwards'));
}

/** The outlet that the focus is on. */
export function focusedOutlet(editor: Editor): OutletRef | undefined {
  const { card, outlet } = editor.focus.get() ?? {};
  return card === undefined || outlet === undefined ? undefined : { card, outlet };
}

/** The only selected wire, as the outlet that it begins in. */
export function selectedWire(editor: Editor): OutletRef | undefined {
  const { wires, drawing } = editor.state.get();
  const wire = drawing.wires.get([...wires][0] ?? '');
  return wire && { card: wire.source, outlet: wire.outlet };
}

export function disconnect(editor: Editor, from: OutletRef): void {
  const outlet: Outlet | undefined = editor.outlet(from);
  if (outlet) editor.do({ do: 'disconnect', outlet });
}

export function connect(editor: Editor, from: OutletRef, to: string, how: 'connect' | 'reconnect' = 'connect'): void {
  const outlet = editor.outlet(from);
  if (outlet) editor.do({ do: how, outlet, to });
}
