/** What compare draws on the canvas: a mark for each widget that changed, ghosts of those that are gone, wires. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import { type Comparison, targetOf } from './compare.ts';
import { renameWidgets } from './references.ts';

export type Mark = 'added' | 'changed' | 'moved';

/** A wire by the place of its transition; names and places are those of the definition that has it. */
export interface Wire {
  readonly from: string;
  /** Place in the transitions of `from`. */
  readonly index: number;
  readonly event: string;
  readonly to: string;
  readonly conditions?: Json;
}

export interface ComparisonMarks {
  /** By name in the second definition; what changed and moved is marked as changed. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Where moved widgets stood, by name in the second definition. */
  readonly oldPlaces: ReadonlyMap<string, Json>;
  /** States of the first definition that are gone, drawn at their old place. */
  readonly ghosts: readonly JsonObject[];
  /** Of the second definition. */
  readonly addedWires: readonly Wire[];
  /** Of the first; those between widgets that both have are drawn dashed. */
  readonly removedWires: readonly Wire[];
}

export function comparisonMarks({ first, second, changes, moves, version }: Comparison): ComparisonMarks {
  const marks = new Map<string, Mark>(moves.map(({ widget }) => [widget, 'moved']));
  const gone = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'removed') gone.add(change.widget);
    else if (change.kind === 'added') marks.set(change.widget, 'added');
    else if (change.kind !== 'flow' && change.kind !== 'form') marks.set(change.widget, 'changed');
  }
  const before = wiresOf(first);
  // The same wires by the new names of widgets, one for one.
  const followed = wiresOf(renameWidgets(first, (name) => version.renames.get(name) ?? name)).map(wireKey);
  const after = wiresOf(second);
  const isBefore = new Set(followed);
  const isAfter = new Set(after.map(wireKey));
  return {
    marks,
    oldPlaces: new Map(moves.flatMap(({ widget, before: place }) => (place === undefined ? [] : [[widget, place]]))),
    ghosts: statesOf(first).filter(({ name }) => typeof name === 'string' && gone.has(name)),
    addedWires: after.filter((wire) => !isBefore.has(wireKey(wire))),
    removedWires: before.filter((_, at) => !isAfter.has(followed[at] ?? '')),
  };
}

/** A wire with conditions is the same as long as these are. */
function wireKey({ from, event, conditions, to }: Wire): string {
  return JSON.stringify([from, event, conditions ?? null, to]);
}

function wiresOf(definition: JsonObject): Wire[] {
  return statesOf(definition).flatMap((state) => {
    const from = typeof state.name === 'string' ? state.name : 'Trigger';
    const transitions = own(state, 'transitions');
    return (Array.isArray(transitions) ? transitions : []).flatMap((transition, index) => {
      if (!isJsonObject(transition) || typeof transition.event !== 'string') return [];
      const to = targetOf(transition);
      if (to === undefined) return [];
      const { event, conditions } = transition;
      return [{ from, index, event, to, ...(conditions === undefined ? {} : { conditions }) }];
    });
  });
}

function statesOf(definition: JsonObject): JsonObject[] {
  const states = own(definition, 'states');
  return Array.isArray(states) ? states.filter(isJsonObject) : [];
}
