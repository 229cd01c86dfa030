/** Undo and redo without limit: entries hold what changed in the texts, never copies of them. */
import { type Applied, applyEdit, applyStep, type Edit, isEmpty, type Step } from './edit.ts';
import { openDocument } from './open.ts';
import type { Refusal } from './scene.ts';
import { type Change, composed, inverse } from './splice.ts';
import { sourceText } from './syntax.ts';
import type { FlowDocument } from './view.ts';

/** One undo. Plain data: it can be stored and read back. */
export interface Entry {
  /** For the screen: *Connect ask_day to route_day*. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** When it was last added to. */
  readonly atMs: number;
  /** Edits of the same key continue the entry; absent: nothing does. */
  readonly continues?: string;
}

/** A document being edited. Never changes: each function gives another. */
export interface Editing {
  readonly document: FlowDocument;
  /** The last can be undone. */
  readonly done: readonly Entry[];
  /** The last can be redone. */
  readonly undone: readonly Entry[];
}

/** An editing as it is stored, in JSON. */
export interface StoredEditing {
  readonly flow: string;
  readonly beside: string;
  readonly done: readonly Entry[];
  readonly undone: readonly Entry[];
}

export interface Edited extends Pick<Applied, 'added' | 'counts'> {
  readonly editing: Editing;
  /** Undefined when all was so already: then there is nothing to undo. */
  readonly entry: Entry | undefined;
}

/** Typing in one field, and moving the same cards by key, is one entry while the pauses are shorter. Console page §4. */
const pauseMs = 1000;

export function startEditing(document: FlowDocument): Editing {
  return { document, done: [], undone: [] };
}

/** `atMs`: the time now. */
export function edit(editing: Editing, change: Edit, atMs: number): Edited | Refusal {
  const applied = applyEdit(editing.document, change);
  if ('refused' in applied) return applied;
  const { document, name, steps, added, counts } = applied;
  if (steps.length === 0) return { editing, entry: undefined, added, counts };
  const key = continuationOf(change);
  const last = editing.done.at(-1);
  const isContinued =
    last !== undefined &&
    key !== undefined &&
    last.continues === key &&
    atMs - last.atMs <= pauseMs &&
    atMs >= last.atMs;
  const entry = {
    name,
    steps: isContinued ? joined(last.steps, steps) : steps,
    atMs,
    ...(key === undefined ? {} : { continues: key }),
  };
  const before = isContinued ? editing.done.slice(0, -1) : editing.done;
  // What was typed and taken back at once leaves no trace.
  if (entry.steps.length === 0)
    return { editing: { document, done: before, undone: [] }, entry: undefined, added, counts };
  return { editing: { document, done: [...before, entry], undone: [] }, entry, added, counts };
}

/** Ends the last entry, as leaving a field does: what is typed next is an entry of its own. */
export function endEntry(editing: Editing): Editing {
  const last = editing.done.at(-1);
  if (last?.continues === undefined) return editing;
  const { continues: _, ...ended } = last;
  return { ...editing, done: [...editing.done.slice(0, -1), ended] };
}

/** Undefined when there is nothing to undo. */
export function undo({
  document,
  done,
  undone,
}: Editing): { readonly editing: Editing; readonly entry: Entry } | undefined {
  const entry = done.at(-1);
  if (entry === undefined) return undefined;
  const { continues: _, ...ended } = entry;
  const before = entry.steps.map(inverseStep).toReversed().reduce(applyStep, document);
  return { editing: { document: before, done: done.slice(0, -1), undone: [...undone, ended] }, entry };
}

/** Undefined when there is nothing to redo. */
export function redo({
  document,
  done,
  undone,
}: Editing): { readonly editing: Editing; readonly entry: Entry } | undefined {
  const entry = undone.at(-1);
  if (entry === undefined) return undefined;
  const after = entry.steps.reduce(applyStep, document);
  return { editing: { document: after, done: [...done, entry], undone: undone.slice(0, -1) }, entry };
}

export function storedEditing({ document, done, undone }: Editing): StoredEditing {
  return { flow: sourceText(document.flow), beside: sourceText(document.beside), done, undone };
}

/** Without its history where that does not belong to these texts; a refusal where the texts are no flow. */
export function restoreEditing({ flow, beside, done, undone }: StoredEditing): Editing | Refusal {
  const document = openDocument(flow, beside);
  if ('refused' in document) return document;
  const undoable = done.at(-1)?.steps.at(-1);
  const redoable = undone.at(-1)?.steps[0];
  const fits =
    (undoable === undefined || fitsStep(inverseStep(undoable), flow, beside)) &&
    (redoable === undefined || fitsStep(redoable, flow, beside));
  return fits ? { document, done, undone } : startEditing(document);
}

function fitsStep(step: Step, flow: string, beside: string): boolean {
  const fits = (change: Change, text: string) => change.every(({ at, removed }) => text.startsWith(removed, at));
  return fits(step.flow, flow) && fits(step.beside, beside);
}

function inverseStep({ flow, beside }: Step): Step {
  return { flow: inverse(flow), beside: inverse(beside) };
}

/** What is typed on goes into the step before, so that a long text is not kept once for each key. */
function joined(before: readonly Step[], after: readonly Step[]): readonly Step[] {
  const last = before.at(-1);
  const [next] = after;
  const flow = last && next && after.length === 1 ? composed(last.flow, next.flow) : undefined;
  const beside = last && next && composed(last.beside, next.beside);
  if (flow === undefined || beside === undefined) return [...before, ...after];
  const step = { flow, beside };
  return isEmpty(step) ? before.slice(0, -1) : [...before.slice(0, -1), step];
}

/** Only what is done key by key continues. */
function continuationOf(change: Edit): string | undefined {
  switch (change.do) {
    case 'move':
      return JSON.stringify([change.do, ...change.places.map(({ widget }) => widget)]);
    case 'setProperty':
    case 'clearProperty':
      return JSON.stringify(['property', change.widget, ...change.path]);
    case 'setInput':
      return JSON.stringify([change.do, change.widget]);
    case 'changeCondition':
      return JSON.stringify([change.do, change.widget, change.transition, change.condition]);
    case 'setDescription':
      return change.do;
    case 'changeNote':
      return JSON.stringify([change.do, change.note, ...Object.keys(change.to)]);
    default:
      return undefined;
  }
}
