/** Finds widgets of which only the name differs between two definitions. */
import { isJsonObject, type JsonObject, own } from '../../engine/json.ts';
import { canonicalText, sameJson } from './json-values.ts';
import { exchangeNames, renameReferences, renameWidgets } from './references.ts';

/** Stands for each widget that only one of the two has: one that is renamed may lead to another that is, or to itself. */
const SOMEBODY = '\u0000';

/**
 * Old name → new name, of widgets that are the same but for name and position. Each is looked up by a text of what it
 * holds, so that the time grows with the size of the flows alone.
 */
export function findRenames(first: JsonObject, second: JsonObject): ReadonlyMap<string, string> {
  const before = statesByName(first);
  const after = statesByName(second);
  const gone = onlyIn(before, after);
  const come = onlyIn(after, before);
  const byContent = new Map<string, string[]>();
  for (const [name, state] of gone) {
    const content = contentOf(state, gone);
    const names = byContent.get(content);
    if (names === undefined) byContent.set(content, [name]);
    else names.push(name);
  }
  const renames = new Map<string, string>();
  for (const [name, state] of come) {
    const candidates = byContent.get(contentOf(state, come)) ?? [];
    const old = nearest(candidates, state, gone);
    if (old === undefined) continue;
    renames.set(old, name);
    candidates.splice(candidates.indexOf(old), 1);
  }
  // A name may be written in ways that cannot be told apart once it is another: then nothing counts as renamed.
  const exchange = exchangeNames(renames);
  return sameJson(renameWidgets(renameWidgets(second, exchange), exchange), second) ? renames : new Map();
}

/** Widgets by name; undefined under a name that stands twice. */
function statesByName(definition: JsonObject): Map<string, JsonObject | undefined> {
  const states = own(definition, 'states');
  const found = new Map<string, JsonObject | undefined>();
  for (const state of Array.isArray(states) ? states : []) {
    const name = isJsonObject(state) ? own(state, 'name') : undefined;
    if (!isJsonObject(state) || typeof name !== 'string' || name === '') continue;
    found.set(name, found.has(name) ? undefined : state);
  }
  return found;
}

function onlyIn(
  some: ReadonlyMap<string, JsonObject | undefined>,
  others: ReadonlyMap<string, JsonObject | undefined>,
): Map<string, JsonObject> {
  return new Map([...some].flatMap(([name, state]) => (state && !others.has(name) ? [[name, state] as const] : [])));
}

function contentOf(state: JsonObject, others: ReadonlyMap<string, JsonObject>): string {
  const { name: _, properties, ...rest } = renameReferences(state, (name) => (others.has(name) ? SOMEBODY : name));
  if (!isJsonObject(properties)) return canonicalText({ ...rest, properties: properties ?? null });
  const { offset: __, ...content } = properties;
  return canonicalText({ ...rest, properties: content });
}

/** Of several that are all the same, the one in the same place, else the first. */
function nearest(
  candidates: readonly string[],
  state: JsonObject,
  gone: ReadonlyMap<string, JsonObject>,
): string | undefined {
  const place = offsetOf(state);
  return candidates.find((name) => sameJson(offsetOf(gone.get(name)), place)) ?? candidates[0];
}

function offsetOf(state: JsonObject | undefined) {
  const properties = state === undefined ? undefined : own(state, 'properties');
  return isJsonObject(properties) ? own(properties, 'offset') : undefined;
}
