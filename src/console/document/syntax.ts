/**
 * JSON as it was written. A tree holds every character of its text (blanks, escapes, forms of numbers, keys that stand
 * twice), never changes, and knows its length instead of its place: parts that an edit leaves alone are shared.
 */
import { assign, type Json } from '../../engine/json.ts';

export type SyntaxNode = Scalar | Container;

export interface Scalar {
  readonly type: 'string' | 'number' | 'word';
  /** As written: with quotes and escapes. */
  readonly raw: string;
  readonly length: number;
}

export interface Container {
  readonly type: 'object' | 'array';
  readonly children: readonly Child[];
  /** What stands between the brackets when there are no children. */
  readonly blank: string;
  readonly length: number;
}

/** A member of an object or an item of an array, without the comma behind it. */
export interface Child {
  /** All that stands before the value: blanks; in an object the key and the colon too. */
  readonly lead: string;
  /** Of a member: its key. */
  readonly key: string | undefined;
  /** Blanks of `lead` before the key, or before the value of an item. */
  readonly margin: number;
  readonly value: SyntaxNode;
  /** Blanks before the comma or the closing bracket. */
  readonly trail: string;
}

/** A whole text: one value and the blanks around it. */
export interface Source {
  readonly before: string;
  readonly root: SyntaxNode;
  readonly after: string;
}

export function isContainer(node: SyntaxNode): node is Container {
  return node.type === 'object' || node.type === 'array';
}

export function container(type: Container['type'], children: readonly Child[], blank: string): Container {
  let length = 2 + (children.length === 0 ? blank.length : children.length - 1);
  for (const child of children) length += childLength(child);
  return { type, children, blank, length };
}

export function childLength({ lead, value, trail }: Child): number {
  return lead.length + value.length + trail.length;
}

/** The text of a value, as it was written. */
export function nodeText(node: SyntaxNode): string {
  if (!isContainer(node)) return node.raw;
  const inside = node.children.length === 0 ? node.blank : childrenText(node.children);
  return node.type === 'object' ? `{${inside}}` : `[${inside}]`;
}

export function childrenText(children: readonly Child[]): string {
  return children.map(({ lead, value, trail }) => lead + nodeText(value) + trail).join(',');
}

export function sourceText({ before, root, after }: Source): string {
  return before + nodeText(root) + after;
}

const values = new WeakMap<Container, Json>();

/** What a value means. The same node gives the same object; of a key that stands twice the last counts. */
export function nodeValue(node: SyntaxNode): Json {
  if (!isContainer(node)) return JSON.parse(node.raw);
  const known = values.get(node);
  if (known !== undefined) return known;
  const value = node.type === 'array' ? node.children.map((child) => nodeValue(child.value)) : objectValue(node);
  values.set(node, value);
  return value;
}

function objectValue({ children }: Container): Json {
  const object: { [key: string]: Json } = {};
  for (const { key = '', value } of children) assign(object, key, nodeValue(value));
  return object;
}
