/** What is kept beside a flow: notes on the canvas and problems that were muted. No part of the definition. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import { documentTexts } from '../texts/document.ts';
import { styleOf } from './layout.ts';
import { type Plan, type Refusal, refuse } from './scene.ts';
import type { Splice } from './splice.ts';
import { asContainer, type ContainerSpot, findContainer, rootSpot } from './spot.ts';
import { nodeValue } from './syntax.ts';
import type { FlowDocument, Place } from './view.ts';
import { insertItems, removeChildren, writeMember } from './write.ts';

const { entries, refusals } = documentTexts;

export interface Note extends Place {
  /** Unique in the flow. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

/** A warning that is not shown. */
export interface Mute {
  /** Name of the widget. */
  readonly widget: string;
  readonly code: string;
}

export type BesideEdit =
  | { readonly do: 'addNote'; readonly note: Omit<Note, 'id'> }
  | { readonly do: 'changeNote'; readonly note: string; readonly to: Partial<Omit<Note, 'id'>> }
  | { readonly do: 'removeNote'; readonly note: string }
  | ({ readonly do: 'mute' } & Mute)
  | ({ readonly do: 'unmute' } & Mute);

/** Text of a flow that has nothing beside it. */
export const emptyBeside = '{\n  "notes": [],\n  "muted": []\n}\n';

export function notesOf(document: FlowDocument): readonly Note[] {
  return listOf(document, 'notes').flatMap(readNote);
}

export function mutesOf(document: FlowDocument): readonly Mute[] {
  return listOf(document, 'muted').flatMap(({ widget, code }) =>
    typeof widget === 'string' && typeof code === 'string' ? [{ widget, code }] : [],
  );
}

export function planBeside(document: FlowDocument, edit: BesideEdit): Plan | Refusal {
  const style = styleOf(document.beside);
  if (edit.do === 'mute' || edit.do === 'unmute') return planMute(document, edit);
  if (edit.do === 'addNote') {
    const note = { id: freeNoteId(notesOf(document)), ...edit.note };
    return { name: entries.addNote, beside: append(document, 'notes', note) };
  }
  const { list, index } = findNote(document, edit.note);
  if (list === undefined || index === -1) return refuse(refusals.noNote);
  if (edit.do === 'removeNote') return { name: entries.removeNote, beside: removeChildren(list, [index]) };
  const note = findContainer(list, [index], 'object');
  const changes: readonly [string, Json][] = Object.entries(edit.to);
  return {
    name: 'text' in edit.to ? entries.editNote : entries.moveNote,
    beside: note ? changes.flatMap(([key, value]) => writeMember(note, key, value, style)) : [],
  };
}

/** The mutes of a widget follow its name. */
export function planBesideRename(document: FlowDocument, from: string, to: string): readonly Splice[] {
  return listOf(document, 'muted').flatMap(({ widget }, index) => {
    const mute = findContainer(rootSpot(document.beside), ['muted', index], 'object');
    return widget === from && mute ? writeMember(mute, 'widget', to, styleOf(document.beside)) : [];
  });
}

function planMute(
  document: FlowDocument,
  { do: what, widget, code }: Extract<BesideEdit, { do: 'mute' | 'unmute' }>,
): Plan {
  const found = listOf(document, 'muted').flatMap((mute, index) =>
    mute.widget === widget && mute.code === code ? [index] : [],
  );
  if (what === 'mute') {
    return { name: entries.mute(widget), beside: found.length > 0 ? [] : append(document, 'muted', { widget, code }) };
  }
  const list = findContainer(rootSpot(document.beside), ['muted'], 'array');
  return { name: entries.unmute(widget), beside: list ? removeChildren(list, found) : [] };
}

function append({ beside }: FlowDocument, key: string, value: JsonObject): readonly Splice[] {
  const root = asContainer(rootSpot(beside), 'object');
  const list = findContainer(rootSpot(beside), [key], 'array');
  if (list) return insertItems(list, list.node.children.length, [{ value }], styleOf(beside));
  return root ? writeMember(root, key, [value], styleOf(beside)) : [];
}

function findNote(document: FlowDocument, id: string): { list: ContainerSpot | undefined; index: number } {
  const list = findContainer(rootSpot(document.beside), ['notes'], 'array');
  return { list, index: listOf(document, 'notes').findIndex((note) => note.id === id) };
}

/** What is no object keeps its place as an empty one, so that indexes are those of the text. */
function listOf({ beside }: FlowDocument, key: string): readonly JsonObject[] {
  const list = findContainer(rootSpot(beside), [key], 'array');
  const items: readonly Json[] = list ? list.node.children.map(({ value }) => nodeValue(value)) : [];
  return items.map((item) => (isJsonObject(item) ? item : {}));
}

function readNote({ id, x, y, width, height, text }: JsonObject): Note[] {
  if (typeof id !== 'string' || typeof text !== 'string') return [];
  if (typeof x !== 'number' || typeof y !== 'number') return [];
  if (typeof width !== 'number' || typeof height !== 'number') return [];
  return [{ id, x, y, width, height, text }];
}

function freeNoteId(notes: readonly Note[]): string {
  const taken = new Set(notes.map(({ id }) => id));
  let number = 1;
  while (taken.has(`note_${number}`)) number++;
  return `note_${number}`;
}
