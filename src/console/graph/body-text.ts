/** Text on a card: what the flow's author wrote, with each `{{…}}` as a chip. */
import { type Json, type JsonObject, own } from '../../engine/json.ts';

export type BodyPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `label` is short (`ask_day · Body`); the whole `expression` belongs in the tooltip. */
  | { readonly kind: 'chip'; readonly label: string; readonly expression: string };

/** Decoration before a line; its meaning stands in the words as well, or is that of the property. */
export type LineIcon = 'speech' | 'sound' | 'keys' | 'clip' | 'record';

/** One paragraph of the body, folded to at most `lines` lines; the lines of a body are 3 at most. */
export interface BodyLine {
  readonly parts: readonly BodyPart[];
  readonly lines: number;
  readonly icon?: LineIcon;
  /** Stands at the end of the line and is never cut (`+2`). */
  readonly more?: string;
}

/** More than fits on a line of the widest card: the rest would only weigh on the page. */
const charactersPerLine = 160;

/** Cut at white space, with `…`, after what can be seen in so many lines. */
export function authorText(value: Json | undefined, lines = 1): readonly BodyPart[] {
  if (typeof value === 'number' || typeof value === 'boolean') return plain(String(value));
  if (typeof value !== 'string') return [];
  const limit = lines * charactersPerLine;
  const parts: BodyPart[] = [];
  let used = 0;
  for (const part of partsOf(value)) {
    const text = part.kind === 'text' ? part.text : part.label;
    if (used + text.length > limit) {
      const cut = part.kind === 'text' ? wholeWords(text, limit - used) : '';
      return [...parts, { kind: 'text', text: `${cut}…` }];
    }
    used += text.length;
    parts.push(part);
  }
  return parts;
}

/** Words of ours. */
export function plain(text: string): readonly BodyPart[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** Joins what is there with a separator: `Queue support, priority 3`. */
export function joined(all: readonly (readonly BodyPart[])[], separator: string): readonly BodyPart[] {
  const present = all.filter((parts) => parts.length > 0);
  return present.flatMap((parts, index) => (index === 0 ? parts : [...plain(separator), ...parts]));
}

export function line(parts: readonly BodyPart[], more: Omit<Partial<BodyLine>, 'parts'> = {}): BodyLine[] {
  return parts.length === 0 ? [] : [{ parts, lines: 1, ...more }];
}

/** The value as text; `fallback` for one that is none, such as an object where a file is wrong. */
export function textOr(fallback: string, value: Json | undefined): string {
  return typeof value === 'object' || value === undefined ? fallback : String(value);
}

/** The property, if the file has it with a value that is not blank. */
export function property(properties: JsonObject, key: string): Json | undefined {
  const value = own(properties, key);
  return value === null || value === '' || (typeof value === 'string' && value.trim() === '') ? undefined : value;
}

/** `ask_day · Body` for `widgets.ask_day.inbound.Body | upcase`: whose value it is, and which. */
export function chipLabel(expression: string): string {
  const [path = ''] = expression.split('|');
  const keys = [...path.matchAll(/\[\s*(?:"([^"]*)"|'([^']*)'|([^\]]*))\s*\]|([^.[\]\s]+)/g)].map(
    ([, double, single, index, name]) => double ?? single ?? index ?? name ?? '',
  );
  const hasOwner = ['widgets', 'flow'].includes(keys[0] ?? '') && keys.length > 2;
  const [owner = '', ...rest] = hasOwner ? keys.slice(1) : keys;
  const last = rest.at(-1);
  return last === undefined ? owner || expression.trim() : `${owner} · ${last}`;
}

function partsOf(text: string): BodyPart[] {
  const parts: BodyPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{-?([\s\S]*?)-?\}\}/g)) {
    parts.push(...words(text.slice(end, match.index)));
    const expression = (match[1] ?? '').trim();
    parts.push({ kind: 'chip', label: chipLabel(expression), expression });
    end = match.index + match[0].length;
  }
  return [...parts, ...words(text.slice(end))];
}

/** A card has no room for the author's line breaks. */
function words(text: string): readonly BodyPart[] {
  return plain(text.replace(/\s+/g, ' '));
}

function wholeWords(text: string, length: number): string {
  const cut = text.slice(0, Math.max(0, length));
  const blank = cut.lastIndexOf(' ');
  return (blank > 0 ? cut.slice(0, blank) : cut).replace(/[\ud800-\udbff]$/, '');
}
