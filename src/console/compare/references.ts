/** Names of widgets, wherever a definition refers to them: targets, templates, conditions, the first widget. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import { LiquidError } from '../../engine/liquid/index.ts';
import { type Token, tokenize } from '../../engine/liquid/lexer.ts';
import { mapTexts } from './json-values.ts';

/** The new name of a widget; the same name where it keeps it. */
export type NameMap = (name: string) => string;

/** Old names become the new ones, and the other way round: applied twice, nothing has changed. */
export function exchangeNames(renames: ReadonlyMap<string, string>): NameMap {
  const both = new Map([...renames].flatMap(([old, name]) => [[old, name] as const, [name, old] as const]));
  return (name) => both.get(name) ?? name;
}

/** What Liquid reads behind a dot; any other name stands in brackets. */
const word = /^[a-zA-Z_][a-zA-Z_0-9-]*$/;

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
  let text = '';
  let copied = 0;
  for (const { name, start, end, isBracketed } of widgetNames(source)) {
    const renamed = map(name);
    if (renamed === name) continue;
    const quote = renamed.includes('"') ? "'" : '"';
    // A name that needed brackets loses them with the need; brackets somebody chose stay.
    const isDotted = word.test(renamed) && !(isBracketed && word.test(name));
    text += source.slice(copied, start) + (isDotted ? `.${renamed}` : `[${quote}${renamed}${quote}]`);
    copied = end;
  }
  return text + source.slice(copied);
}

interface FoundName {
  readonly name: string;
  /** From the dot or the opening bracket to behind the name or the closing bracket. */
  readonly start: number;
  readonly end: number;
  readonly isBracketed: boolean;
}

function widgetNames(source: string): FoundName[] {
  const tokens = tokensOf(source);
  const found: FoundName[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (token.type !== 'word' || token.text !== 'widgets' || (before?.type === 'sign' && before.text === '.')) continue;
    const [sign, name, closing] = tokens.slice(index + 1, index + 4);
    if (sign?.type !== 'sign' || name === undefined) continue;
    if (sign.text === '.' && name.type === 'word') {
      const end = name.start + name.text.length;
      found.push({ name: name.text, start: sign.start, end, isBracketed: false });
    } else if (sign.text === '[' && name.type === 'string' && closing?.text === ']') {
      found.push({ name: name.text, start: sign.start, end: closing.start + 1, isBracketed: true });
    }
  }
  return found;
}

function tokensOf(source: string): readonly Token[] {
  try {
    return tokenize(source);
  } catch (error) {
    if (error instanceof LiquidError) return [];
    throw error;
  }
}
