import { isJsonObject, type JsonObject, parseJson } from '../../engine/json.ts';

/** The definition that a text holds, to be compared; an empty one where it is no JSON object. */
export function definitionIn(text: string): JsonObject {
  const value = parseJson(text.trim());
  return isJsonObject(value) ? value : {};
}
