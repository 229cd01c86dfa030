/** How a rendered text becomes a typed value in Set Variables and in subflow parameters. */
import { isJsonObject, type Json, type JsonObject } from '../engine/json.ts';

/** Spellings of the option *Parse as JSON object*; flows write the first. Source: messaging page §6. */
const jsonTypes = ['json_object', 'json', 'object'];

// Exactly representable decimals only: `007`, `+1555…` and 20-digit identifiers stay text (inferred, messaging page §6).
const number = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

/** Entries of a `{key, value}` list; what has another form is left out. */
export function entriesOf(list: Json | undefined): readonly (JsonObject & { readonly key: string })[] {
  if (!Array.isArray(list)) return [];
  return list.filter((entry) => isJsonObject(entry) && typeof entry.key === 'string');
}

export function isParsedAsJson({ type, parse_as_json }: JsonObject): boolean {
  return parse_as_json === true || (typeof type === 'string' && jsonTypes.includes(type));
}

/** A number or boolean where the text is one without quotes, else the text as rendered. */
export function castText(rendered: string, castBooleans: boolean): Json {
  const trimmed = rendered.trim();
  if (number.test(trimmed)) {
    const value = Number(trimmed);
    // JSON knows no negative zero.
    if (isExact(trimmed, value)) return value === 0 ? 0 : value;
  }
  if (castBooleans && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  return rendered;
}

/** True when the number holds every digit of its text. */
function isExact(text: string, value: number): boolean {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length <= 15 || (Number.isSafeInteger(value) && String(value) === text);
}
