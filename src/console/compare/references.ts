/** Names of widgets, wherever a definition refers to them: targets, templates, conditions, the first widget. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import { pathsIn, spliced, stepText } from '../liquid-paths.ts';
import { mapTexts } from './json-values.ts';

/** The new name of a widget; the same name where it keeps it. */
export type NameMap = (name: string) => string;

/** Old names become the new ones, and the other way round: applied twice, nothing has changed. */
export function exchangeNames(renames: ReadonlyMap<string, string>): NameMap {
  const both = new Map([...renames].flatMap(([old, name]) => [[old, name] as const, [name, old] as const]));
  return (name) => both.get(name) ?? name;
}

/**
 * The definition with its widgets renamed, and everything that refers to them. The map is applied at once, so that
 * two names can be exchanged.
 */
export function renameWidgets(definition: JsonObject, map: NameMap): JsonObject {
  const states = own(definition, 'states');
  const initial = own(definition, 'initial_state');
  return {
    ...definition,
    ...(Array.isArray(states) ? { states: states.map((state) => renameState(state, map)) } : {}),
    ...(typeof initial === 'string' ? { initial_state: map(initial) } : {}),
  };
}

/** A state under its new name, with everything that it says of others renamed. */
export function renameState(state: Json, map: NameMap): Json {
  if (!isJsonObject(state)) return state;
  const name = own(state, 'name');
  const renamed = renameReferences(state, map);
  return typeof name === 'string' && map(name) !== name ? { ...renamed, name: map(name) } : renamed;
}

/** The state with everything that it says of other widgets, and of itself, renamed; its own name stays. */
export function renameReferences(state: JsonObject, map: NameMap): JsonObject {
  const { properties, transitions } = state;
  const renameText = (text: string) => renameInTemplate(text, map);
  const changed = {
    ...(properties === undefined ? {} : { properties: mapTexts(properties, renameText) }),
    ...(Array.isArray(transitions)
      ? { transitions: keepIfSame(transitions, (each) => renameTransition(each, map, renameText)) }
      : {}),
  };
  const isSame = Object.entries(changed).every(([key, value]) => value === own(state, key));
  return isSame ? state : { ...state, ...changed };
}

function renameTransition(transition: Json, map: NameMap, renameText: (text: string) => string): Json {
  if (!isJsonObject(transition)) return transition;
  const { next, conditions } = transition;
  const newNext = typeof next === 'string' && next !== '' ? map(next) : next;
  const newConditions = conditions === undefined ? undefined : mapTexts(conditions, renameText);
  if (newNext === next && newConditions === conditions) return transition;
  return {
    ...transition,
    ...(newNext === undefined ? {} : { next: newNext }),
    ...(newConditions === undefined ? {} : { conditions: newConditions }),
  };
}

function keepIfSame(list: readonly Json[], replace: (item: Json) => Json): readonly Json[] {
  const items = list.map(replace);
  return items.every((item, at) => item === list[at]) ? list : items;
}

/** A template that reads `widgets.<name>` by the new names; one that is no valid Liquid stays as it is. */
export function renameInTemplate(source: string, map: NameMap): string {
  if (!source.includes('widgets')) return source;
  const changes = pathsIn(source).flatMap(({ root, steps: [step] }) => {
    if (root !== 'widgets' || step === undefined) return [];
    const name = map(step.name);
    return name === step.name ? [] : [{ start: step.start, end: step.end, text: stepText(name, step) }];
  });
  return spliced(source, changes);
}
