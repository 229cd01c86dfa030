/**
 * Texts of the settings with `{{to}}` and the like in them. Names stand for values, each written so that it cannot leave
 * its place; nothing is evaluated.
 */
export const placeholderNames = [
  'to',
  'to_digits',
  'from',
  'from_digits',
  'body',
  'media_url',
  'media_urls',
  'key',
  'sid',
  'status_callback',
] as const;

export type PlaceholderName = (typeof placeholderNames)[number];

/** What the names stand for; one that is absent stands for nothing. */
export type Values = { readonly [Name in PlaceholderName]?: string | readonly string[] };

/** What surrounds a value, and so how it is written. */
export type Surroundings = 'url' | 'form' | 'json' | 'xml' | 'header' | 'text';

export interface Template {
  readonly parts: readonly (string | { readonly name: PlaceholderName })[];
}

/** Throws an `Error` that says which name is none; `place` is the setting, for the operator. */
export function parseTemplate(text: string, place: string): Template {
  const parts: (string | { name: PlaceholderName })[] = [];
  let end = 0;
  for (const found of text.matchAll(/\{\{([^{}]*)\}\}/g)) {
    const name = placeholderNames.find((each) => each === found[1]?.trim());
    if (name === undefined) {
      throw new Error(
        `${place} has ${found[0]}: there are ${placeholderNames.map((each) => `{{${each}}}`).join(', ')}`,
      );
    }
    parts.push(text.slice(end, found.index), { name });
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return { parts: parts.filter((part) => part !== '') };
}

export function fill({ parts }: Template, surroundings: Surroundings, values: Values): string {
  return parts.map((part) => (typeof part === 'string' ? part : write(values[part.name], surroundings))).join('');
}

/** The one placeholder that the whole text is, if it is one. */
export function soleName({ parts }: Template): PlaceholderName | undefined {
  const [only] = parts;
  return parts.length === 1 && typeof only === 'object' ? only.name : undefined;
}

export function namesIn({ parts }: Template): readonly PlaceholderName[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
}

function write(value: string | readonly string[] | undefined, surroundings: Surroundings): string {
  if (typeof value === 'object' && surroundings === 'json') return JSON.stringify(value);
  const text = typeof value === 'object' ? value.join(',') : (value ?? '');
  switch (surroundings) {
    case 'url':
    case 'form':
      return encodeURIComponent(text.toWellFormed());
    case 'json':
      return JSON.stringify(text).slice(1, -1);
    case 'xml':
      return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
    case 'header':
      // A line break would begin another header; other characters than these no header can carry.
      return /^[\t\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed());
    case 'text':
      return text;
    default:
      return surroundings satisfies never;
  }
}
