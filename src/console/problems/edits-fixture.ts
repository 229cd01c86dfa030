/** Makes the edits of a fix, as an editor would; for the tests. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import type { Path } from '../../engine/validation/report.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { renameWidgets } from '../compare/references.ts';
import { valueAt } from './places.ts';
import type { Edit } from './problem.ts';

export function withEdits(definition: JsonObject, edits: readonly Edit[]): JsonObject {
  return edits.reduce(withEdit, definition);
}

function withEdit(definition: JsonObject, edit: Edit): JsonObject {
  const states = definition.states as readonly JsonObject[];
  switch (edit.do) {
    case 'set':
      return changed(definition, edit.path, () => edit.value) as JsonObject;
    case 'remove':
      return changed(definition, edit.path, () => undefined) as JsonObject;
    case 'connect': {
      const { state, transition, event, to } = edit;
      const list = ['states', state, 'transitions'];
      if (transition !== undefined) return changed(definition, [...list, transition, 'next'], () => to) as JsonObject;
      const transitions = valueAt(definition, list) as readonly Json[];
      return changed(definition, list, () => [...transitions, { event, next: to }]) as JsonObject;
    }
    case 'add': {
      const { name, type, properties, from } = edit;
      const events = Object.keys(widgetsByType.get(type)?.events ?? {});
      const added = { name, type, transitions: events.map((event) => ({ event })), properties };
      return withEdit({ ...definition, states: [...states, added] }, { do: 'connect', ...from, to: name });
    }
    case 'rename': {
      const old = states[edit.state]?.name;
      return renameWidgets(definition, (name) => (name === old ? edit.to : name));
    }
    case 'delete': {
      const name = states[edit.state]?.name;
      const rest = states.filter((_, at) => at !== edit.state).map((state) => withoutTarget(state, name));
      return { ...definition, states: rest };
    }
  }
}

function withoutTarget(state: JsonObject, name: Json | undefined): JsonObject {
  const transitions = state.transitions as readonly JsonObject[];
  return {
    ...state,
    transitions: transitions.map((each) => {
      const { next, ...rest } = each;
      return next === name ? rest : each;
    }),
  };
}

/** The value with another one at its path; undefined takes it out. */
function changed(value: Json | undefined, path: Path, change: () => Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return change();
  if (Array.isArray(value)) {
    const item = changed(value[Number(key)], rest, change);
    return value.flatMap((each, at) => (at !== key ? [each] : item === undefined ? [] : [item]));
  }
  if (!isJsonObject(value)) throw new Error(`There is no object for ${String(key)}`);
  const item = changed(value[key], rest, change);
  if (item !== undefined) return { ...value, [key]: item };
  const { [key]: _, ...others } = value;
  return others;
}
