import type { TwimlElement } from './verb.ts';
import { buildXml } from './xml.ts';

/** Writes a document; no verbs give the empty `<Response/>`. Characters that XML cannot hold are left out. */
export function buildTwiml(verbs: readonly TwimlElement[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${buildXml({ name: 'Response', attributes: {}, children: verbs })}`;
}

/** An element; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: { readonly [name: string]: string | undefined } = {},
  ...children: readonly (TwimlElement | string)[]
): TwimlElement {
  const given = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { name, attributes: Object.fromEntries(given), children };
}
