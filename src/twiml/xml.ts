/** XML as TwiML uses it: elements, attributes and text. No DTD, hence no entities beyond the five of XML. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { joinTexts, type TwimlElement } from './verb.ts';

/** Not well formed, or more than is read. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlError';
  }
}

/** Elements deeper than this are refused: no verb needs a third of it (carrier page §A1). */
export const maxDepth = 10;

/** An element, and where it begins: line and column from 1, the column in units of UTF-16. */
export interface XmlElement extends TwimlElement {
  readonly children: readonly (XmlElement | string)[];
  readonly line: number;
  readonly column: number;
}

/** The root element of a document. Throws `XmlError`. */
export function parseXml(text: string): XmlElement {
  const xml = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  if (/<!DOCTYPE/i.test(withoutCdata(xml))) throw new XmlError('A document type is not allowed');
  // The validator lets it pass; the carriers do not (carrier page §A1).
  if (/^\s+<\?xml/.test(xml)) throw new XmlError('White space stands before the XML declaration');
  const bad = forbiddenCharacter.exec(xml);
  if (bad) throw new XmlError(`The character U+${codePoint(bad[0])} is not allowed in XML`);
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new XmlError(`${verdict.err.msg} (line ${verdict.err.line}, column ${verdict.err.col})`);
  const roots = elementsOnly(parse(xml));
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new XmlError('A document has one root element');
  return toElement(root, 1, positionsIn(xml));
}

/** Writes an element. Characters that XML cannot hold are left out. */
export function buildXml({ name, attributes, children }: TwimlElement): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value, inAttribute)}"`);
  const inside = children
    .map((child) => (typeof child === 'string' ? escaped(child, inText) : buildXml(child)))
    .join('');
  const start = `<${name}${pairs.join('')}`;
  return inside === '' ? `${start}/>` : `${start}>${inside}</${name}>`;
}

/** `text` without the characters that no XML document can hold. */
export function xmlText(text: string): string {
  return text.toWellFormed().replaceAll(new RegExp(forbiddenCharacter, 'gu'), '');
}

const textKey = '#text';
const cdataKey = '#cdata';
const attributesKey = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  allowBooleanAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Decoded below: then CDATA stays as it is, and there is nothing to define or to expand.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  textNodeName: textKey,
  cdataPropName: cdataKey,
  maxNestedTags: maxDepth,
  captureMetaData: true,
});

// Declared as the object type `Symbol`; it is a plain one.
const metadataKey = XMLParser.getMetaDataSymbol() as symbol;

interface Node {
  readonly [key: string]: unknown;
  readonly [metadata: symbol]: { readonly startIndex?: number } | undefined;
}

function parse(xml: string): readonly Node[] {
  try {
    return parser.parse(xml) as readonly Node[];
  } catch (error) {
    throw new XmlError(error instanceof Error ? error.message : String(error));
  }
}

function elementsOnly(nodes: readonly Node[]): Node[] {
  return nodes.filter((node) => !(textKey in node) && !(cdataKey in node));
}

type PositionOf = (node: Node) => { readonly line: number; readonly column: number };

function toElement(node: Node, depth: number, positionOf: PositionOf): XmlElement {
  if (depth > maxDepth) throw new XmlError(`Elements stand more than ${maxDepth} deep`);
  const name = Object.keys(node).find((key) => key !== attributesKey) ?? '';
  const attributes = (node[attributesKey] ?? {}) as { readonly [key: string]: string };
  return {
    name,
    ...positionOf(node),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, decodeEntities(value.replaceAll(/[\t\n]/g, ' '))]),
    ),
    children: joinTexts(childrenOf(node[name] as readonly Node[], depth, positionOf)),
  };
}

function childrenOf(nodes: readonly Node[], depth: number, positionOf: PositionOf): (XmlElement | string)[] {
  return nodes.map((node) => {
    if (textKey in node) return decodeEntities(String(node[textKey]));
    if (cdataKey in node) return (node[cdataKey] as readonly Node[]).map((part) => String(part[textKey])).join('');
    return toElement(node, depth + 1, positionOf);
  });
}

/** Where nodes begin. They are asked for in the order of the document, so that it is walked through once. */
function positionsIn(xml: string): PositionOf {
  let line = 1;
  let start = 0;
  let end = xml.indexOf('\n');
  return (node) => {
    const index = node[metadataKey]?.startIndex ?? 0;
    while (end !== -1 && end < index) {
      line++;
      start = end + 1;
      end = xml.indexOf('\n', start);
    }
    return { line, column: index - start + 1 };
  };
}

const entities: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replaceAll(/&([^;&\s]{0,10};?)/g, (all, rest: string) => {
    const name = rest.slice(0, -1);
    if (!rest.endsWith(';')) throw new XmlError('An ampersand begins no entity: write it as &amp;');
    if (name.startsWith('#')) return decodeNumber(name);
    const character = Object.hasOwn(entities, name) ? entities[name] : undefined;
    if (character === undefined) throw new XmlError(`The entity ${all} is not one of XML's own`);
    return character;
  });
}

function decodeNumber(name: string): string {
  const isHex = /^#x[0-9a-f]{1,6}$/i.test(name);
  const code = isHex
    ? Number.parseInt(name.slice(2), 16)
    : /^#\d{1,7}$/.test(name)
      ? Number(name.slice(1))
      : Number.NaN;
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : '';
  if (character === '' || forbiddenCharacter.test(character)) throw new XmlError(`&${name}; is no character of XML`);
  return character;
}

// XML 1.0, production 2: everything else, lone surrogates included, is no character of a document.
const forbiddenCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

// A reader would turn a bare carriage return into a line feed, and in an attribute both and tabs into spaces.
const inText = /[&<>\r]/g;
const inAttribute = /[&<>"\r\n\t]/g;

const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escaped(text: string, characters: RegExp): string {
  return xmlText(text).replaceAll(characters, (character) => escapes[character] ?? character);
}

function withoutCdata(xml: string): string {
  return xml.replaceAll(/<!\[CDATA\[.*?\]\]>/gs, '');
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
