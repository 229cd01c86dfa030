// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own form of a variable
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { FileProblem, Place, Step } from './problem.ts';
import { pathText } from './problem.ts';
import { type Environment, replaced } from './variables.ts';

/** A value of the file, and where it stands. */
export type Tree =
  | { readonly kind: 'map'; readonly at: Place; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: Place; readonly items: readonly Tree[] }
  | {
      readonly kind: 'scalar';
      readonly at: Place;
      readonly value: string | number | boolean | null;
      /** As it was written, where that tells more than the value: `+1555…` is a number to YAML. */
      readonly source?: string;
      /** It holds the value of an environment variable. */
      readonly isFromEnvironment: boolean;
      /** Its value could not be made out, which has been told. */
      readonly isUnknown?: boolean;
    };

export interface Entry {
  readonly key: string;
  /** The key has no quotes and YAML takes it for a number. */
  readonly isNumber: boolean;
  readonly at: Place;
  readonly value: Tree;
}

/** Values of a file: far more than any settings have, so that aliases of aliases cannot grow without end. */
const mostValues = 20_000;
const deepest = 40;

/**
 * Reads YAML with the places of its values, and puts environment variables in. `tree` is undefined for a file that
 * cannot be read as YAML and for one that says nothing.
 */
export function parseTree(
  text: string,
  env: Environment,
): { readonly tree?: Tree; readonly problems: readonly FileProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const told = faults.map((fault) => ({ at: place(fault.pos[0]), path: '', message: syntaxMessage(fault, text) }));
    // One slip makes the parser stumble several times on its line.
    return { problems: told.filter(({ at }, index) => told.findIndex((other) => other.at.line === at.line) === index) };
  }
  const problems: FileProblem[] = [];
  /** The node behind each name, as far as the file has been read: a later anchor takes the name over. */
  const anchors = new Map<string, unknown>();
  let count = 0;

  const read = (node: unknown, path: readonly Step[], at: Place): Tree => {
    count++;
    const nothing: Tree = { kind: 'scalar', at, value: null, isFromEnvironment: false, isUnknown: true };
    if (count > mostValues || path.length > deepest) {
      count = Number.POSITIVE_INFINITY;
      return nothing;
    }
    if (isAlias(node)) {
      if (anchors.has(node.source)) return read(anchors.get(node.source), [...path], at);
      problems.push({ at, path: pathText(path), message: 'is an alias (*name) without an anchor (&name) before it' });
      return nothing;
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isMap(node)) {
      const entries = node.items.map((pair): Entry => {
        const { key, value } = pair;
        const keyAt = isScalar(key) && key.range ? place(key.range[0]) : at;
        const name = isScalar(key) ? (key.source ?? String(key.value)) : '';
        if (!isScalar(key)) problems.push({ at: keyAt, path: pathText(path), message: 'takes plain words as keys' });
        return {
          key: name,
          isNumber: isScalar(key) && typeof key.value === 'number',
          at: keyAt,
          value: read(value, [...path, name], startOf(value) ?? keyAt),
        };
      });
      return { kind: 'map', at, entries };
    }
    if (isSeq(node)) {
      return {
        kind: 'list',
        at,
        items: node.items.map((item, index) => read(item, [...path, index], startOf(item) ?? at)),
      };
    }
    if (!isScalar(node)) return { kind: 'scalar', at, value: null, isFromEnvironment: false };
    const { value, source } = node;
    if (typeof value === 'string') {
      const { text: whole, isFromEnvironment, faults: missing } = replaced(value, env);
      for (const message of missing) problems.push({ at, path: pathText(path), message });
      return { kind: 'scalar', at, value: whole, isFromEnvironment, isUnknown: missing.length > 0 };
    }
    const isPlain =
      value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    return {
      kind: 'scalar',
      at,
      value: isPlain ? value : String(value),
      ...(source === undefined ? {} : { source }),
      isFromEnvironment: false,
    };
  };

  const startOf = (node: unknown): Place | undefined => {
    const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
    return range ? place(range[0]) : undefined;
  };

  const contents: unknown = document.contents;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { problems };
  const start = startOf(contents) ?? { line: 1, column: 1 };
  const tree = read(contents, [], start);
  if (count <= mostValues) return { tree, problems };
  return {
    problems: [
      { at: start, path: '', message: 'is too large or too deep: do its aliases (*name) repeat without end?' },
    ],
  };
}

/** What the parser says; without the text around it, which may be a secret. */
function syntaxMessage({ code, message, pos }: YAMLError, text: string): string {
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1).split('\n', 1)[0] ?? '';
  if (/[{,]\s*[\w-]+:\s*\$\{/.test(line))
    return 'write "${NAME}" in quotes inside { }: YAML takes its braces for its own';
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'has this key already: each may stand once';
    case 'TAB_AS_INDENT':
      return 'is indented by a tab: YAML takes blanks only';
    case 'BAD_INDENT':
      if (/must be sufficiently indented and end with/.test(message)) return 'has a bracket that is not closed';
      return 'is indented wrongly: keys of one map begin in one column';
    case 'MULTIPLE_DOCS':
      return 'begins a second document (---): the file has one';
    case 'TAG_RESOLVE_FAILED':
      return 'has a tag (!…) that is not known';
    case 'BAD_SCALAR_START':
      return 'begins with a character that YAML keeps for itself: put the value in quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return 'is not "key: value"; a value with a colon goes in quotes';
    case 'MISSING_CHAR':
      return /["']/.test(message)
        ? 'has a quote that is not closed'
        : 'lacks a character: a bracket, a comma or a colon';
    case 'BAD_DQ_ESCAPE':
      return 'has a backslash that means nothing inside " ": use single quotes';
    default:
      return 'is not YAML here: look at the indentation, colons and quotes of this line';
  }
}
