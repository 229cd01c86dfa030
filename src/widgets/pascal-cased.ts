/** How widgets show what the REST API made: its fields in PascalCase. Source: messaging page §3, voice page §7. */
import { type JsonObject, objectOf } from '../engine/json.ts';

/** `date_created` becomes `DateCreated`; what only links further is left out. */
export function pascalCased(resource: JsonObject): JsonObject {
  const shown = Object.entries(resource).filter(([key]) => key !== 'subresource_uris' && key !== 'links');
  return objectOf(shown.map(([key, value]) => [pascalCase(key), value] as const));
}

function pascalCase(key: string): string {
  return key.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
