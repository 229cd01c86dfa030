/** Places in a definition: what stands there, and what people call it. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import type { Path } from '../../engine/validation/report.ts';
import type { Schema } from '../../engine/validation/schema.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import { propertyTitle } from '../widget-words.ts';

export function valueAt(definition: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
    return isJsonObject(value) ? own(value, String(key)) : undefined;
  }, definition);
}

/** The path of `#/states/3/properties/timeout`; an index is a number only where there is a list. */
export function pathOfPointer(definition: JsonObject, pointer: string): Path {
  const path: (string | number)[] = [];
  let value: Json | undefined = definition;
  for (const part of pointer.split('/').slice(1)) {
    const key: string = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step: string | number = Array.isArray(value) ? Number(key) : key;
    path.push(step);
    value = value === undefined ? undefined : valueAt(value, [step]);
  }
  return path;
}

/** A state by its place; `Trigger` where a trigger has no name, and its number where another has none. */
export function ownerOf(
  definition: JsonObject,
  path: Path,
): { state: number | undefined; widget: string | undefined; owner: string } {
  const [list, state] = path;
  if (list !== 'states' || typeof state !== 'number')
    return { state: undefined, widget: undefined, owner: texts.theFlow };
  const found = valueAt(definition, ['states', state]);
  const name = isJsonObject(found) ? own(found, 'name') : undefined;
  if (typeof name === 'string' && name !== '') return { state, widget: name, owner: name };
  const isTrigger = isJsonObject(found) && found.type === 'trigger';
  return isTrigger
    ? { state, widget: 'Trigger', owner: 'Trigger' }
    : { state, widget: undefined, owner: `Widget ${state + 1}` };
}

export function typeAt(definition: JsonObject, path: Path): string {
  const type = valueAt(definition, ['states', path[1] ?? '', 'type']);
  return typeof type === 'string' ? type : '';
}

/** What the last key of a path is called: a field by its title, a key of the file by itself. */
export function titleAt(definition: JsonObject, path: Path): string {
  const [, , part, property, ...inner] = path;
  const last = path.at(-1);
  if (part === 'properties' && typeof property === 'string') {
    const title = propertyTitle(typeAt(definition, path), property);
    const key = inner.length === 0 ? undefined : valueAt(definition, [...path.slice(0, 5), 'key']);
    return typeof key === 'string' ? `${title} "${key}"` : title;
  }
  if (part === 'transitions' && inner[0] === 'conditions') {
    const names: { readonly [key: string]: string } = { type: 'Comparison', value: 'Value', arguments: 'Tested value' };
    const key = inner[2];
    return (typeof key === 'string' ? names[key] : undefined) ?? `"${String(key ?? 'conditions')}"`;
  }
  return `"${String(last ?? '')}"`;
}

/** The schema of a property, or of what it holds. */
export function schemaAt(definition: JsonObject, path: Path): Schema | undefined {
  const [, , part, ...keys] = path;
  if (part !== 'properties') return undefined;
  return keys.reduce<Schema | undefined>(
    (schema, key) => (typeof key === 'number' ? schema?.items : schema?.properties?.[key]),
    widgetsByType.get(typeAt(definition, path))?.properties as Schema | undefined,
  );
}
