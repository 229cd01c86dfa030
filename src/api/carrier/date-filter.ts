import type { Form } from '../forms.ts';
import { date, optional } from '../parameters.ts';

const dayMs = 86_400_000;

/** The names under which a list may be narrowed by a time: `DateSent`, `DateSent<`, … */
export function dateFilterNames(name: string): readonly string[] {
  return ['', '<', '>', '<=', '>='].map((sign) => `${name}${sign}`);
}

/** `DateSent` alone is the whole day; with `<` and `>` it is a bound. From is part of the span, to is not. */
export function spanOf(query: Form, name: string): { readonly fromMs?: number; readonly toMs?: number } {
  const day = optional(query, name, date);
  if (day !== undefined) return { fromMs: day, toMs: day + dayMs };
  const from = optional(query, `${name}>`, date) ?? optional(query, `${name}>=`, date);
  const to = optional(query, `${name}<`, date) ?? optional(query, `${name}<=`, date);
  return { ...(from === undefined ? {} : { fromMs: from }), ...(to === undefined ? {} : { toMs: to }) };
}
