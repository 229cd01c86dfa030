import { expectationOf, readAttribute } from './attributes.ts';
import {
  type Channel,
  elementsOf,
  joinTexts,
  schemaWarning,
  type TwimlElement,
  textOf,
  type VerbDefinition,
} from './verb.ts';
import { findVerb } from './verbs/index.ts';
import { parseXml, type XmlElement, XmlError } from './xml.ts';

/** Longest document that is read, in bytes of UTF-8 (carrier page §A1). */
export const maxDocumentBytes = 65_536;

/** Something that is passed over: the document goes on without it. */
export interface TwimlWarning {
  readonly code: number;
  /** Where: `Response/Message[2]`, counted from 1 among all elements beside it. */
  readonly path: string;
  /** Where the element begins in the text, from 1; the column counts units of UTF-16. */
  readonly line: number;
  readonly column: number;
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
 * Reads a TwiML document. What it does not know, or may not stand where it stands, becomes a warning and is left out. So
 * does a value that cannot be used, also where the service lists its code as an error (inferred).
 * Source: carrier page §A1–§A4, §C7.
 */
export function parseTwiml(text: string, channel: Channel): TwimlResult {
  if (utf8Length(text) > maxDocumentBytes) {
    return { ok: false, code: 11750, message: `The document is longer than ${maxDocumentBytes} bytes` };
  }
  let root: XmlElement;
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
  const warn: Warn = (code, path, { line, column }, message) => {
    warnings.push({ code, path, line, column, message });
  };
  for (const name of Object.keys(root.attributes)) {
    warn(schemaWarning, 'Response', root, `Response has no attribute ${name}`);
  }
  if (textOf(root).trim() !== '') warn(schemaWarning, 'Response', root, 'Text stands outside of every verb');
  const verbs = elementsOf(root).flatMap((element, index) => {
    const path = `Response/${element.name}[${index + 1}]`;
    const verb = findVerb(channel, element.name);
    if (verb) return [checked(verb, element, path, warn)];
    warn(
      channel === 'message' ? notForMessages : schemaWarning,
      path,
      element,
      `${element.name} is no verb of this document`,
    );
    return [];
  });
  return { ok: true, verbs, warnings };
}

const notForMessages = 14110;

type Warn = (code: number, path: string, where: XmlElement, message: string) => void;

function checked(verb: VerbDefinition, element: XmlElement, path: string, warn: Warn): TwimlElement {
  const attributes = usableAttributes(verb, element, path, warn);
  if (!verb.hasText && textOf(element).trim() !== '') warn(schemaWarning, path, element, `${verb.name} holds no text`);
  const read = { name: verb.name, attributes, children: joinTexts(usableChildren(verb, element, path, warn)) };
  for (const { code, message } of verb.check?.(read) ?? []) warn(code, path, element, message);
  return read;
}

function usableAttributes(
  verb: VerbDefinition,
  element: XmlElement,
  path: string,
  warn: Warn,
): TwimlElement['attributes'] {
  const usable = Object.entries(element.attributes).flatMap(([written, value]) => {
    const name = attributeNamed(verb, written);
    const definition = name === undefined ? undefined : verb.attributes[name];
    if (name === undefined || definition === undefined) {
      warn(schemaWarning, path, element, `${verb.name} has no attribute ${written}`);
      return [];
    }
    if (readAttribute(definition, value) !== undefined) return [[name, value]];
    warn(
      definition.invalidCode ?? schemaWarning,
      path,
      element,
      `${written} of ${verb.name} must be ${expectationOf(definition)}`,
    );
    return [];
  });
  return Object.fromEntries(usable);
}

/** The usual name of an attribute. */
function attributeNamed({ attributes }: VerbDefinition, written: string): string | undefined {
  if (Object.hasOwn(attributes, written)) return written;
  return Object.keys(attributes).find((name) => attributes[name]?.aliases?.includes(written));
}

/** What `verb` can hold of what stands in `element`. */
function usableChildren(
  verb: VerbDefinition,
  element: XmlElement,
  path: string,
  warn: Warn,
): (TwimlElement | string)[] {
  let place = 0;
  return element.children.flatMap((child): (TwimlElement | string)[] => {
    if (typeof child === 'string') return verb.hasText ? [child] : [];
    place++;
    const childPath = `${path}/${child.name}[${place}]`;
    const childVerb = verb.children.find(({ name, aliases }) => name === child.name || aliases.includes(child.name));
    if (childVerb) return [checked(childVerb, child, childPath, warn)];
    warn(verb.nestingCode, childPath, child, `${child.name} may not stand in ${verb.name}`);
    return verb.isSpoken ? usableChildren(verb, child, childPath, warn) : [];
  });
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
