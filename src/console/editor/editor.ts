/** The state of the editor: the document with its history, what is selected, and how both are drawn. */
import { announce, announceError } from '../app/announce.tsx';
import { createStore, type Store } from '../app/store.ts';
import { t } from '../app/texts.ts';
import { showToast } from '../app/toasts.tsx';
import type { CanvasFocus } from '../canvas/canvas-context.ts';
import type { CanvasHandle } from '../canvas/canvas-handle.ts';
import { type Drawing, drawingOf } from '../canvas/drawing.ts';
import type { OutletRef } from '../canvas/flow-canvas.tsx';
import { type CardMark, Marks, type WireMark } from '../canvas/marks.ts';
import {
  changedWidgets,
  type Edit,
  type Edited,
  type Editing,
  edit,
  endEntry,
  flowView,
  type Outlet,
  redo,
  type StateView,
  undo,
} from '../document/index.ts';
import { cardOf } from '../graph/card.ts';
import type { FlowProblem } from '../problems/problem.ts';
import { graphFlow } from './graph-flow.ts';
import type { EditKind } from './saving/saver.ts';

export interface EditorState {
  readonly editing: Editing;
  readonly drawing: Drawing;
  /** Ids of cards. */
  readonly selection: ReadonlySet<string>;
  /** Ids of wires: one at the most. */
  readonly wires: ReadonlySet<string>;
}

export type MarkLayer = 'problems' | 'play' | 'find';
const layerOrder: readonly MarkLayer[] = ['problems', 'play', 'find'];

const nothing: ReadonlySet<string> = new Set();

export class Editor {
  readonly flowSid: string;
  readonly state: Store<EditorState>;
  readonly cardMarks = new Marks<CardMark>();
  readonly #layers = new Map<MarkLayer, ReadonlyMap<string, CardMark>>();
  /** Of the document as it was a moment ago, in document order. */
  readonly problems = createStore<readonly FlowProblem[]>([]);
  readonly wireMarks = new Marks<WireMark>();
  readonly focus = createStore<CanvasFocus | undefined>(undefined);
  /** False while somebody else's edits are to be seen to first, or another tab has the flow. */
  readonly isLocked = createStore(false);
  readonly #listeners = new Set<(kind: EditKind) => void>();
  #canvas: CanvasHandle | undefined;

  constructor(flowSid: string, editing: Editing) {
    this.flowSid = flowSid;
    const drawing = drawingOf(graphFlow(editing.document));
    this.state = createStore<EditorState>({ editing, drawing, selection: nothing, wires: nothing });
  }

  /** Told of every change of the document. Returns a function that ends this. */
  onEdit(listener: (kind: EditKind) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get canvas(): CanvasHandle | undefined {
    return this.#canvas;
  }

  set canvas(handle: CanvasHandle | undefined) {
    this.#canvas = handle;
  }

  /** The widget with this id. */
  find(id: string): StateView | undefined {
    return flowView(this.state.get().editing.document).find(id);
  }

  /**
   * Makes an edit. What is refused is said, and undefined is answered. New widgets are selected; `says` takes the place of
   * the entry's name in what screen readers hear.
   */
  do(change: Edit, says?: (edited: Edited) => string): Edited | undefined {
    if (this.isLocked.get()) {
      this.#refuse(t.editor.locked);
      return undefined;
    }
    const edited = edit(this.state.get().editing, change, Date.now());
    if ('refused' in edited) {
      this.#refuse(edited.refused);
      return undefined;
    }
    const { added, entry } = edited;
    const { selection } = this.state.get();
    if (added.length > 0) this.#replace(edited.editing, new Set(added));
    else if (change.do === 'rename') this.#replace(edited.editing, this.#follow(selection, change.widget, change.to));
    else this.#replace(edited.editing);
    this.#tell(kindOf(change));
    if (entry) announce(says?.(edited) ?? t.editor.done(entry.name));
    const [first] = added;
    if (first !== undefined) this.show(first);
    return edited;
  }

  /** A widget that is renamed stays selected, and keeps the focus. */
  #follow(selection: ReadonlySet<string>, from: string, to: string): ReadonlySet<string> {
    if (this.focus.get()?.card === from) this.focus.set({ card: to });
    return new Set([...selection].map((id) => (id === from ? to : id)));
  }

  undo(): void {
    this.#step(undo(this.state.get().editing), t.editor.undone);
  }

  redo(): void {
    this.#step(redo(this.state.get().editing), t.editor.redone);
  }

  /** A field was left: what is typed next is another entry. */
  endEntry(): void {
    const state = this.state.get();
    const editing = endEntry(state.editing);
    if (editing !== state.editing) this.state.set({ ...state, editing });
  }

  /** Another document takes the place of this one, with its history: what the server has, or a merge. */
  load(editing: Editing): void {
    this.#replace(editing);
  }

  select(cards: Iterable<string>, wires: ReadonlySet<string> = nothing): void {
    const state = this.state.get();
    const selection = new Set(cards);
    const last = [...selection].at(-1);
    this.state.set({ ...state, selection, wires });
    if (last !== undefined && this.focus.get()?.card !== last) this.focus.set({ card: last });
  }

  /** Focuses a card and brings it into view. */
  show(card: string, isCentred = false): void {
    this.focus.set({ card });
    // Drawn first: a new card has its place only then.
    requestAnimationFrame(() => this.#canvas?.show(card, isCentred));
  }

  /** Selects a card and brings it into the middle: a jump from elsewhere. */
  jump(card: string): void {
    this.select([card]);
    this.show(card, true);
  }

  /** What one part of the page marks on the cards; the marks of the others stay, and of two rims the later layer's counts. */
  mark(layer: MarkLayer, marks: ReadonlyMap<string, CardMark>): void {
    this.#layers.set(layer, marks);
    const all = new Map<string, CardMark>();
    for (const name of layerOrder) {
      for (const [id, mark] of this.#layers.get(name) ?? []) all.set(id, { ...all.get(id), ...mark });
    }
    this.cardMarks.replace(all);
  }

  /** An outlet of the canvas as edits name it. */
  outlet({ card, outlet }: OutletRef): Outlet | undefined {
    const state = this.state.get().drawing.flow.states.find(({ id }) => id === card);
    const found = state && cardOf(state).outlets.find(({ id }) => id === outlet);
    if (found === undefined) return undefined;
    return found.transition === undefined
      ? { widget: card, event: found.event }
      : { widget: card, transition: found.transition };
  }

  #step(done: ReturnType<typeof undo>, say: (name: string) => string): void {
    if (done === undefined || this.isLocked.get()) return;
    const before = this.state.get().editing.document;
    this.#replace(done.editing);
    this.#tell('content');
    const [changed] = changedWidgets(before, done.editing.document).filter((id) => this.find(id) !== undefined);
    if (changed !== undefined) {
      this.select([changed]);
      this.show(changed);
    }
    announce(say(done.entry.name));
  }

  #replace(editing: Editing, selected?: ReadonlySet<string>): void {
    const state = this.state.get();
    const drawing = drawingOf(graphFlow(editing.document), state.drawing);
    const kept = selected ?? new Set([...state.selection].filter((id) => drawing.boxes.has(id)));
    const isSame = kept.size === state.selection.size && [...kept].every((id) => state.selection.has(id));
    this.state.set({
      editing,
      drawing,
      selection: isSame ? state.selection : kept,
      wires: drawing.edges === state.drawing.edges ? state.wires : nothing,
    });
  }

  #tell(kind: EditKind): void {
    for (const listener of this.#listeners) listener(kind);
  }

  #refuse(why: string): void {
    showToast({ text: why, kind: 'failed' });
    announceError(why);
  }
}

const ofPlaces: ReadonlySet<Edit['do']> = new Set<Edit['do']>(['move', 'align', 'distribute', 'tidyUp', 'changeNote']);

function kindOf(change: Edit): EditKind {
  const edits = change.do === 'all' ? change.edits : [change];
  return edits.every((each) => ofPlaces.has(each.do)) ? 'places' : 'content';
}
