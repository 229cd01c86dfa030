/** Writes new values the way the file at hand is written. */
import type { Json } from '../../engine/json.ts';
import { parseSource } from './parse.ts';
import { indentOf } from './spot.ts';
import { isContainer, type Source, type SyntaxNode } from './syntax.ts';

export interface Style {
  /** A line break; `undefined` for a file on one line. */
  readonly newline: string | undefined;
  /** Blanks of one level. */
  readonly unit: string;
  /** From the end of a key to its value. */
  readonly colon: string;
  /** Between two values on one line. */
  readonly gap: string;
}

/** As Studio exports and `JSON.stringify` prints. */
const studioStyle: Style = { newline: '\n', unit: '  ', colon: ': ', gap: ' ' };

/** The style of a file, read off the members of its outermost object. */
export function styleOf({ before, root }: Source): Style {
  const [first, second] = isContainer(root) ? root.children : [];
  if (first === undefined) return studioStyle;
  const margin = first.lead.slice(0, first.margin);
  const indent = indentOf(margin);
  const colon = /\s*:\s*$/.exec(first.lead)?.[0] ?? studioStyle.colon;
  if (indent === undefined) {
    const gap = second ? second.lead.slice(0, second.margin) : colon.endsWith(' ') ? ' ' : '';
    return { newline: undefined, unit: '', colon, gap };
  }
  return {
    newline: margin.includes('\r\n') ? '\r\n' : '\n',
    unit: indent.slice(indentOf(before)?.length ?? 0) || studioStyle.unit,
    colon,
    gap: ' ',
  };
}

/** The text of a value whose first line is indented by `indent`. */
export function valueText(value: Json, style: Style, indent: string): string {
  return nodeLayout(parseSource(JSON.stringify(value)).root, style, indent);
}

/** Lays a value out anew: keys, numbers and escapes stay as written, blanks change. */
export function nodeLayout(node: SyntaxNode, style: Style, indent: string): string {
  if (!isContainer(node)) return node.raw;
  const parts = node.children.map(({ lead, key, margin, value }) => {
    const name = key === undefined ? '' : lead.slice(margin).replace(/\s*:\s*$/, '') + style.colon;
    return name + nodeLayout(value, style, indent + style.unit);
  });
  return node.type === 'object' ? `{${enclosed(parts, style, indent)}}` : `[${enclosed(parts, style, indent)}]`;
}

/** What stands between two brackets in a line indented by `indent`. */
export function enclosed(parts: readonly string[], style: Style, indent: string): string {
  if (parts.length === 0) return '';
  if (style.newline === undefined) return parts.join(`,${style.gap}`);
  const line = style.newline + indent;
  return line + style.unit + parts.join(`,${line}${style.unit}`) + line;
}
