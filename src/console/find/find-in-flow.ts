/** Finds texts in a flow: in names, types, every property, condition, transition and note (console §4). */
import { isJsonObject, type Json } from '../../engine/json.ts';
import { type FlowDocument, flowView, notesOf, occurrences, type StateView } from '../document/index.ts';
import { typeTitle } from '../widget-words.ts';
import type { Query, StateFilter } from './query.ts';

/** Where a text stands. */
export type HitPlace =
  | { readonly part: 'name' | 'type'; readonly widget: string }
  | { readonly part: 'property'; readonly widget: string; readonly key: string }
  /** `event`: of the transition. */
  | { readonly part: 'condition' | 'transition'; readonly widget: string; readonly event: string }
  | { readonly part: 'note'; readonly note: string };

export type Hit = HitPlace & {
  /** The whole text that it stands in. */
  readonly text: string;
  /** Where in that text; all of it for a widget that only filters have found. */
  readonly at: number;
  readonly length: number;
  /** A replacement changes it. */
  readonly isValue: boolean;
};

export interface FindOptions {
  readonly matchesCase: boolean;
  /** Ids of the widgets that a filter is about. */
  readonly states: { readonly [state in StateFilter]: ReadonlySet<string> };
}

type Piece = HitPlace & Pick<Hit, 'text' | 'isValue'>;

/** All hits in document order, notes last. Filters choose the widgets; without a text they are hits themselves. */
export function findInFlow(document: FlowDocument, query: Query, options: FindOptions): Hit[] {
  const view = flowView(document);
  const widgets = view.ids.flatMap((id) => {
    const state = view.find(id);
    return state ? widgetHits(id, state, query, options) : [];
  });
  const hasFilter = query.types.length + query.states.length + query.uses.length + query.to.length > 0;
  if (hasFilter) return widgets;
  const notes = notesOf(document).map(({ id, text }): Piece => ({ part: 'note', note: id, text, isValue: false }));
  return [...widgets, ...notes.flatMap((piece) => hitsIn(piece, query.text, options))];
}

function widgetHits(id: string, state: StateView, query: Query, options: FindOptions): Hit[] {
  const names = [state.type, typeTitle(state.type)].map((name) => name.toLowerCase());
  const isType = query.types.every((type) => names.some((name) => name.includes(type.toLowerCase())));
  if (!isType || !query.states.every((filter) => options.states[filter].has(id))) return [];
  const pieces = [...piecesOf(id, state)];
  const leads = query.to.map((name) =>
    pieces.filter(({ part, text }) => part === 'transition' && text.toLowerCase() === name.toLowerCase()),
  );
  const uses = query.uses.map((variable) => pieces.flatMap((piece) => (piece.isValue ? usesIn(piece, variable) : [])));
  if ([...leads, ...uses].some((found) => found.length === 0)) return [];
  if (query.text !== '') return pieces.flatMap((piece) => hitsIn(piece, query.text, options));
  const found = [...leads.flat().map(whole), ...uses.flat()];
  if (found.length > 0) return found;
  const isFiltered = query.types.length + query.states.length > 0;
  return isFiltered ? [whole({ part: 'name', widget: id, text: state.name, isValue: false })] : [];
}

function* piecesOf(widget: string, { name, type, properties, transitions }: StateView): Generator<Piece> {
  yield { part: 'name', widget, text: name, isValue: false };
  yield { part: 'type', widget, text: typeTitle(type), isValue: false };
  if (typeTitle(type) !== type) yield { part: 'type', widget, text: type, isValue: false };
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'offset') continue;
    for (const found of textsIn(value)) yield { part: 'property', widget, key, ...found };
  }
  for (const { event, next, conditions } of transitions) {
    const place = { widget, event };
    yield { part: 'transition', ...place, text: event, isValue: false };
    if (next !== undefined) yield { part: 'transition', ...place, text: next, isValue: false };
    for (const { friendlyName, argument, value } of conditions) {
      for (const each of [friendlyName, argument, value]) {
        for (const found of textsIn(each ?? null)) yield { part: 'condition', ...place, ...found };
      }
    }
  }
}

/** Texts of a value, however deep; numbers and truths as they are written. */
function* textsIn(value: Json): Generator<Pick<Piece, 'text' | 'isValue'>> {
  if (typeof value === 'string') yield { text: value, isValue: true };
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJsonObject(value)) for (const item of Object.values(value)) yield* textsIn(item);
  else if (value !== null) yield { text: String(value), isValue: false };
}

function hitsIn(piece: Piece, text: string, { matchesCase }: FindOptions): Hit[] {
  return occurrences(piece.text, text, matchesCase).map((at) => ({ ...piece, at, length: text.length }));
}

/** Where a template names a variable: whole, or with more behind it. */
function usesIn(piece: Piece, variable: string): Hit[] {
  const liquid = [...piece.text.matchAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g)];
  return liquid.flatMap(({ 0: part, index }) =>
    occurrences(part, variable, true).flatMap((at) => {
      const [before, after] = [part.charAt(at - 1), part.charAt(at + variable.length)];
      if (/[\w.]/.test(before) || /\w/.test(after)) return [];
      return [{ ...piece, at: index + at, length: variable.length }];
    }),
  );
}

function whole(piece: Piece): Hit {
  return { ...piece, at: 0, length: piece.text.length };
}
