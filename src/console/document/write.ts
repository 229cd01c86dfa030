/** Splices for each way of changing a value, an object or an array, so that nothing else moves. */
import type { Json } from '../../engine/json.ts';
import { enclosed, type Style, valueText } from './layout.ts';
import { difference, type Splice } from './splice.ts';
import { type ChildSpot, type ContainerSpot, childSpots, findMember, type Spot } from './spot.ts';
import { childrenText, nodeText, nodeValue } from './syntax.ts';

/** A value by its meaning, or by the text that it is to have. */
type Written = { readonly value: Json } | { readonly text: (indent: string) => string };

/** Gives the value another meaning. One that means the same already stays as it is written (`1.0`). */
export function writeValue(spot: Spot, value: Json, style: Style): readonly Splice[] {
  if (isSame(nodeValue(spot.node), value)) return [];
  if (spot.node.type === 'string' && typeof value === 'string') {
    return [stringSplice(spot.node.raw, spot.start, JSON.parse(spot.node.raw), value)];
  }
  return [{ at: spot.start, removed: nodeText(spot.node), inserted: valueText(value, style, spot.indent) }];
}

/** Sets a member: in its place if there is one, else as the last, or before all others. */
export function writeMember(
  spot: ContainerSpot,
  key: string,
  value: Json,
  style: Style,
  place: 'first' | 'last' = 'last',
): readonly Splice[] {
  const present = findMember(spot, key);
  if (present) return writeValue(present, value, style);
  const members = childSpots(spot);
  const sibling = place === 'first' ? members[0] : members.at(-1);
  if (sibling === undefined) {
    return fill(spot, [{ value }], style, JSON.stringify(key) + style.colon);
  }
  const { lead, margin } = sibling.child;
  const blanks = lead.slice(0, margin);
  const colon = /\s*:\s*$/.exec(lead)?.[0] ?? style.colon;
  const text = JSON.stringify(key) + colon + childValueText({ value }, sibling, style);
  if (place === 'first') {
    const next = members[1]?.child;
    const between = next ? next.lead.slice(0, next.margin) : blanks || style.gap;
    return [{ at: sibling.keyStart, removed: '', inserted: `${text},${between}` }];
  }
  return [{ at: endOf(sibling), removed: '', inserted: `,${betweenBlanks(members, style)}${text}` }];
}

/** Removes a member, as often as it stands there. */
export function removeMember(spot: ContainerSpot, key: string): readonly Splice[] {
  return removeChildren(
    spot,
    childSpots(spot).flatMap(({ child, index }) => (child.key === key ? [index] : [])),
  );
}

/** Puts items into an array, before the one at `index`; at its end when there is none. */
export function insertItems(
  spot: ContainerSpot,
  index: number,
  values: readonly Written[],
  style: Style,
): readonly Splice[] {
  if (values.length === 0) return [];
  const items = childSpots(spot);
  const next = items[index];
  const sibling = next ?? items.at(-1);
  if (sibling === undefined) return fill(spot, values, style, '');
  const between = `,${betweenBlanks(items, style)}`;
  const texts = values.map((value) => childValueText(value, sibling, style));
  if (next) return [{ at: next.keyStart, removed: '', inserted: texts.map((text) => text + between).join('') }];
  return [{ at: endOf(sibling), removed: '', inserted: texts.map((text) => between + text).join('') }];
}

/** Removes children, each with the comma and the blanks that came with it. */
export function removeChildren(spot: ContainerSpot, indexes: readonly number[]): readonly Splice[] {
  const removed = new Set(indexes);
  const children = childSpots(spot);
  const opening = children[0];
  const first = children.find(({ index }) => !removed.has(index));
  if (opening === undefined || removed.size === 0) return [];
  if (first === undefined) return [{ at: spot.start + 1, removed: childrenText(spot.node.children), inserted: '' }];
  const cut = (from: ChildSpot, to: ChildSpot, at: number, end: number): Splice => {
    const start = from.keyStart - from.child.margin;
    const text = childrenText(spot.node.children.slice(from.index, to.index + 1));
    return { at, removed: text.slice(at - start, end - start), inserted: '' };
  };
  const splices = opening === first ? [] : [cut(opening, first, opening.keyStart, first.keyStart)];
  for (const child of children.slice(first.index + 1)) {
    const before = children[child.index - 1];
    if (before && removed.has(child.index)) splices.push(cut(before, child, endOf(before), endOf(child)));
  }
  return splices;
}

/** Moves an item of an array to another index; the blanks around the items stay where they are. */
export function moveItem(spot: ContainerSpot, from: number, to: number): readonly Splice[] {
  const items = childSpots(spot);
  const order = items.map(({ node }) => node);
  const [moved] = order.splice(from, 1);
  if (moved === undefined) return [];
  order.splice(to, 0, moved);
  return items.flatMap(({ node, start }, index) => {
    const other = order[index];
    if (other === undefined || other === node) return [];
    return [{ at: start, removed: nodeText(node), inserted: nodeText(other) }];
  });
}

/**
 * Changes a string where it differs, so that escapes elsewhere in it stay as they were written. `before` is what `raw`
 * means.
 */
function stringSplice(raw: string, start: number, before: string, after: string): Splice {
  const found = difference(before, after) ?? { at: 0, removed: '', inserted: '' };
  let { at, removed, inserted } = found;
  // Half of a pair is written as an escape, and must not stand beside its other half as a character.
  if (isHalf(before.charCodeAt(at - 1)) || isHalf(before.charCodeAt(at)) || isHalf(after.charCodeAt(at))) {
    ({ at, removed, inserted } = { at: 0, removed: before, inserted: after });
  } else if (isHalf(before.charCodeAt(at + removed.length)) || isHalf(after.charCodeAt(at + inserted.length - 1))) {
    ({ removed, inserted } = { removed: before.slice(at), inserted: after.slice(at) });
  }
  const from = rawOffset(raw, at);
  const to = rawOffset(raw, at + removed.length, from, at);
  return { at: start + from, removed: raw.slice(from, to), inserted: JSON.stringify(inserted).slice(1, -1) };
}

function isHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Offset in a string as written of the character at `index` of what it means. */
export function rawOffset(raw: string, index: number, from = 1, fromIndex = 0): number {
  let at = from;
  for (let left = index - fromIndex; left > 0; left--) {
    if (raw[at] !== '\\') at++;
    else at += raw[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}

function endOf({ start, node }: Spot): number {
  return start + node.length;
}

function fill(spot: ContainerSpot, values: readonly Written[], style: Style, name: string): readonly Splice[] {
  const texts = values.map((value) => name + writtenText(value, style, spot.indent + style.unit));
  return [{ at: spot.start + 1, removed: spot.node.blank, inserted: enclosed(texts, style, spot.indent) }];
}

/** Blanks in front of a child that is not the first. */
function betweenBlanks(children: readonly ChildSpot[], style: Style): string {
  const last = children.at(-1)?.child;
  const blanks = last?.lead.slice(0, last.margin) ?? '';
  return children.length > 1 || blanks !== '' ? blanks : style.gap;
}

/** A value beside others that stand on one line is written on one line too. */
function childValueText(written: Written, { child, indent }: ChildSpot, style: Style): string {
  const isInline = !child.lead.slice(0, child.margin).includes('\n');
  return writtenText(written, isInline ? { ...style, newline: undefined } : style, indent);
}

function writtenText(written: Written, style: Style, indent: string): string {
  return 'text' in written ? written.text(indent) : valueText(written.value, style, indent);
}

function isSame(left: Json, right: Json): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
