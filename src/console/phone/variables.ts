/** What an execution knows, as rows of a tree that is written out. */
import type { ContextPatch } from '../../engine/context.ts';
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';

export interface Variable {
  readonly path: readonly string[];
  /** `flow.variables.name`, `widgets["a b"].outbound`: as Liquid names it. */
  readonly liquid: string;
  readonly value: Json;
  readonly isChanged: boolean;
}

/** Leaves in the order of people's interest: variables first, what the run was told last. */
const order = ['flow.variables', 'flow.data', 'widgets', 'trigger', 'contact', 'flow'];

export function variablesOf(context: JsonObject, changed: ContextPatch, query: string): readonly Variable[] {
  const words = query.trim().toLowerCase();
  const rows = leaves(context, [])
    .map(({ path, value }) => ({ path, value, liquid: liquidPath(path), isChanged: isWithin(path, changed) }))
    .filter(({ liquid, value }) => words === '' || `${liquid} ${shownValue(value)}`.toLowerCase().includes(words));
  const rank = ({ liquid }: Variable) => {
    const found = order.findIndex(
      (start) => liquid === start || liquid.startsWith(`${start}.`) || liquid.startsWith(`${start}[`),
    );
    return found === -1 ? order.length : found;
  };
  return rows.sort((one, other) => rank(one) - rank(other));
}

export function shownValue(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed as JSON where it is some, else as text. */
export function typedValue(text: string): Json {
  if (!/^(-?\d|[[{"]|true$|false$|null$)/.test(text.trim())) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function leaves(value: Json, path: readonly string[]): { readonly path: readonly string[]; readonly value: Json }[] {
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
  }
  return [{ path, value }];
}

export function liquidPath(path: readonly string[]): string {
  return path.reduce(
    (text, key) =>
      /^[A-Za-z_][\w-]*$/.test(key) ? `${text}${text === '' ? '' : '.'}${key}` : `${text}[${JSON.stringify(key)}]`,
    '',
  );
}

/** A patch that sets all, at the start of a run, marks nothing. */
function isWithin(path: readonly string[], changed: ContextPatch): boolean {
  return changed.some((change) => change.path.length > 0 && change.path.every((key, index) => path[index] === key));
}
