import { type Channel, elementsOf, type TwimlElement, textOf, type VerbDefinition } from './verb.ts';
import { verbByName } from './verbs/index.ts';
import { parseXml, XmlError } from './xml.ts';

/** Longest document that is read, in bytes of UTF-8 (carrier page §A1). */
export const maxDocumentBytes = 65_536;

/** Something that is passed over: the document goes on without it. */
export interface TwimlWarning {
  readonly code: number;
  /** Where: `Response/Message[2]`, counted from 1 among all elements beside it. */
  readonly path: string;
  readonly message: string;
}

export type TwimlResult =
  | {
      readonly ok: true;
      /** Verbs in order, aliases under their usual name; without what was not understood. */
      readonly verbs: readonly TwimlElement[];
      readonly warnings: readonly TwimlWarning[];
    }
  /** 11750 too long, 12100 not well formed, 12102 another root than `Response`. */
  | { readonly ok: false; readonly code: 11750 | 12100 | 12102; readonly message: string };

/**
 * Reads a TwiML document. What it does not know, or may not stand where it stands, becomes a warning and is left out.
 * Source: carrier page §A1, §A4.
 */
export function parseTwiml(text: string, channel: Channel): TwimlResult {
  if (utf8Length(text) > maxDocumentBytes) {
    return { ok: false, code: 11750, message: `The document is longer than ${maxDocumentBytes} bytes` };
  }
  let root: TwimlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { ok: false, code: 12100, message: error.message };
  }
  if (root.name !== 'Response') {
    return { ok: false, code: 12102, message: `The root element is ${root.name}; it must be Response` };
  }
  const warnings: TwimlWarning[] = [];
  const warn = (code: number, path: string, message: string) => {
    warnings.push({ code, path, message });
  };
  for (const name of Object.keys(root.attributes)) warn(12200, 'Response', `Response has no attribute ${name}`);
  if (textOf(root).trim() !== '') warn(12200, 'Response', 'Text stands outside of every verb');
  const verbs = elementsOf(root).flatMap((element, index) => {
    const path = `Response/${element.name}[${index + 1}]`;
    const verb = verbByName.get(element.name);
    if (!verb?.in.includes(channel)) {
      warn(channel === 'message' ? 14110 : 12200, path, `${element.name} is no verb of this document`);
      return [];
    }
    return [checked(verb, element, path, warn)];
  });
  return { ok: true, verbs, warnings };
}

type Warn = (code: number, path: string, message: string) => void;

function checked(verb: VerbDefinition, element: TwimlElement, path: string, warn: Warn): TwimlElement {
  const attributes = Object.entries(element.attributes).filter(([name, value]) => {
    const definition = Object.hasOwn(verb.attributes, name) ? verb.attributes[name] : undefined;
    if (definition === undefined) {
      warn(12200, path, `${verb.name} has no attribute ${name}`);
      return false;
    }
    const isUsable = definition.values?.includes(value) ?? true;
    if (!isUsable) warn(definition.invalidCode ?? 12200, path, `${name} must be ${definition.values?.join(' or ')}`);
    return isUsable;
  });
  if (!verb.hasText && textOf(element).trim() !== '') warn(12200, path, `${verb.name} holds no text`);
  let place = 0;
  const children = element.children.flatMap((child): (TwimlElement | string)[] => {
    if (typeof child === 'string') return verb.hasText ? [child] : [];
    place++;
    const childPath = `${path}/${child.name}[${place}]`;
    const childVerb = verb.children.includes(child.name) ? verbByName.get(child.name) : undefined;
    if (childVerb) return [checked(childVerb, child, childPath, warn)];
    warn(12200, childPath, `${child.name} may not stand in ${verb.name}`);
    return [];
  });
  return { name: verb.name, attributes: Object.fromEntries(attributes), children };
}

function utf8Length(text: string): number {
  let length = 0;
  // Two units of a pair are four bytes together.
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    length += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return length;
}
