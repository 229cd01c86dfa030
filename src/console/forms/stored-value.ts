/** How Set Variables would store a rendered value, in words: *number 7*, *text 007*, *object*. */
import { type Json, type JsonObject, parseJson } from '../../engine/json.ts';
import { castText, isParsedAsJson } from '../../widgets/typed-values.ts';
import { formTexts } from '../texts/forms.ts';

const texts = formTexts.stored;

/** `row`: of the table, with its type. */
export function storedInWords(rendered: string, row: JsonObject, castBooleans: boolean): string {
  if (!isParsedAsJson(row)) return inWords(castText(rendered, castBooleans));
  const parsed = parseJson(rendered);
  return parsed === undefined ? texts.notJson : inWords(parsed ?? '');
}

function inWords(value: Json): string {
  if (typeof value === 'number') return texts.number(value);
  if (typeof value === 'boolean') return texts.boolean(value);
  if (typeof value === 'string') return texts.text(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  return Array.isArray(value) ? texts.list : texts.object;
}
