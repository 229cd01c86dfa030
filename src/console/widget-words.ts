/** What widget types and their properties are called on screen, read from the widgets themselves. */
import { isJsonObject, own } from '../engine/json.ts';
import { widgetsByType } from '../widgets/index.ts';

/** A type by its title; an unknown one by itself. */
export function typeTitle(type: string): string {
  return widgetsByType.get(type)?.title ?? type;
}

/** A property by its title; one that the type does not know by its key. */
export function propertyTitle(type: string, key: string): string {
  const properties: unknown = widgetsByType.get(type)?.properties.properties;
  const schema = isJsonObject(properties) ? own(properties, key) : undefined;
  const title = isJsonObject(schema) ? own(schema, 'title') : undefined;
  return typeof title === 'string' ? title : key;
}
