/** What the widgets that make tasks share: the parts of a task as a flow writes them. */
import { toSeconds } from '../engine/fields.ts';
import { isJsonObject, type JsonObject, own, parseJson } from '../engine/json.ts';

/** Source: messaging page §10. */
const timeoutSeconds = { usual: 3600, minimum: 1, maximum: 1_209_600 };
/** Source: TaskRouter, Task resource, `Priority`. */
const highestPriority = 2_147_483_647;

/** Attributes as an object, or why they are none. Blank counts as `{}`; all but an object is refused (inferred). */
export function taskAttributes(
  rendered: string,
  maxCharacters: number,
): { readonly text: string; readonly object: JsonObject } | { readonly fault: string } {
  const text = rendered.trim() === '' ? '{}' : rendered.trim();
  const characters = [...text].length;
  if (characters > maxCharacters) return { fault: `its attributes have ${characters} of ${maxCharacters} characters` };
  const object = parseJson(text);
  if (!isJsonObject(object)) return { fault: 'its attributes are not a JSON object' };
  return { text, object };
}

/** Seconds of a rendered timeout, within what TaskRouter takes; blank or no number: one hour. */
export function taskTimeout(rendered: string): number {
  const seconds = toSeconds(rendered, timeoutSeconds.usual);
  return Math.min(timeoutSeconds.maximum, Math.max(timeoutSeconds.minimum, seconds));
}

/** A rendered priority, higher going first; blank or no whole number: 0 (inferred). */
export function taskPriority(rendered: string): number {
  const text = rendered.trim();
  return /^\d{1,15}$/.test(text) ? Math.min(highestPriority, Number(text)) : 0;
}

/** The names that the vendor's page gives to three fields of a task (inferred, messaging page §15). */
const aliases = [
  ['Age', 'age'],
  ['Attributes', 'attributes'],
  ['TaskSid', 'sid'],
] as const;

/** `Age`, `Attributes` and `TaskSid` of a task, as far as it has them. */
export function taskAliases(task: JsonObject): JsonObject {
  const pairs = aliases.flatMap(([alias, name]) => {
    const value = own(task, name);
    return value === undefined ? [] : [[alias, value] as const];
  });
  return Object.fromEntries(pairs);
}
