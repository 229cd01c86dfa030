/** Filters for any value. */
import { Failure } from '../error.ts';
import type { LiquidFilter } from '../filters.ts';
import { designers, studioGuide } from '../sources.ts';
import { isMap, isNil, isNumeric, numberText } from '../value.ts';
import { made } from './parameters.ts';

export const valueFilters: readonly LiquidFilter[] = [
  {
    name: 'default',
    summary: 'The parameter if the value is nil, false, or an empty text, list or object.',
    source: designers,
    apply: (input, given) => (given.length > 0 && isMissing(input) ? given[0] : input),
  },
  {
    name: 'to_json',
    summary: 'The value as JSON; a text with its quotes, a missing value as `null`.',
    source: studioGuide,
    apply: (input, _given, run) => made(run, toJson(input, 0)),
  },
];

function isMissing(value: unknown): boolean {
  if (isNil(value) || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

const MAX_NESTING = 200;

/** Compact (inferred: the vendor's page does not show the form). */
function toJson(value: unknown, depth: number): string {
  if (depth > MAX_NESTING) throw new Failure(`a value is nested deeper than ${MAX_NESTING}`, 'limit');
  if (isNil(value)) return 'null';
  if (isNumeric(value)) return jsonNumber(numberText(value));
  if (typeof value === 'string') return jsonText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item, depth + 1)).join(',')}]`;
  if (!isMap(value)) throw new Failure('the value has no JSON form');
  const members = Object.entries(value).map(([key, item]) => `${jsonText(key)}:${toJson(item, depth + 1)}`);
  return `{${members.join(',')}}`;
}

/** Java's serializers write control characters with capital digits and leave lone surrogates as they are. */
function jsonText(text: string): string {
  return JSON.stringify(text).replace(/\\u00([01][0-9a-f])/g, (_all, digits: string) => `\\u00${digits.toUpperCase()}`);
}

/** What JSON cannot write as a number is a text. */
function jsonNumber(text: string): string {
  return /[fN]/.test(text) ? `"${text}"` : text;
}
