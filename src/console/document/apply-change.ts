/** Applies a change to a syntax tree: only the containers around it are made anew and only what it touches is read. */
import { parseChildren, parseSource, parseValue } from './parse.ts';
import { type Change, type Splice, spliceText } from './splice.ts';
import {
  type Child,
  type Container,
  childLength,
  childrenText,
  container,
  isContainer,
  type Source,
  type SyntaxNode,
  sourceText,
} from './syntax.ts';

/** Throws a `JsonSyntaxError` when the text is no JSON afterwards. */
export function applyChange(source: Source, change: Change): Source {
  if (change.length === 0) return source;
  const { before, root, after } = source;
  const isInside = change.every((splice) => isWithin(root, before.length, splice));
  const changed = isInside ? changedNode(root, before.length, change) : undefined;
  return changed === undefined ? parseSource(spliceText(sourceText(source), change)) : { before, root: changed, after };
}

/** Whether a splice leaves the brackets of a container alone, or lies within a scalar. */
function isWithin(node: SyntaxNode, start: number, { at, removed }: Splice): boolean {
  const margin = isContainer(node) ? 1 : 0;
  return at >= start + margin && at + removed.length <= start + node.length - margin;
}

/** Undefined when the text of the node would be no single value of its kind any more. */
function changedNode(node: SyntaxNode, start: number, change: Change): SyntaxNode | undefined {
  if (!isContainer(node)) return parseValue(spliceText(node.raw, change, start));
  if (node.children.length === 0) return withChildren(node, start + 1, [], change);
  const children: Child[] = [];
  let blank = '';
  let done = 0;
  for (const group of groupsOf(node, start, change)) {
    const touched = node.children.slice(group.first, group.last + 1);
    const changed = changedChild(touched, group) ?? withChildren(node, group.start, touched, group.splices);
    if (changed === undefined) return undefined;
    for (const child of node.children.slice(done, group.first)) children.push(child);
    for (const child of changed.children) children.push(child);
    if (changed.children.length === 0) blank = changed.blank;
    if (changed.children.length === 0 && touched.length < node.children.length) return undefined;
    done = group.last + 1;
  }
  for (const child of node.children.slice(done)) children.push(child);
  return container(node.type, children, blank);
}

/** Children side by side that splices touch. */
interface Group {
  readonly first: number;
  last: number;
  /** Where the text of the first child begins. */
  readonly start: number;
  readonly splices: Splice[];
}

function groupsOf({ children }: Container, start: number, change: Change): readonly Group[] {
  const groups: Group[] = [];
  let next = 0;
  let childStart = start + 1;
  for (const [index, child] of children.entries()) {
    const childEnd = childStart + childLength(child);
    const group = groups.at(-1);
    // A splice that reaches over the comma touches the child behind it too.
    let own = group && group.last === index - 1 && reachOf(group) >= childStart ? group : undefined;
    if (own) own.last = index;
    for (let splice = change[next]; splice && splice.at <= childEnd; splice = change[++next]) {
      if (own === undefined) {
        own = { first: index, last: index, start: childStart, splices: [] };
        groups.push(own);
      }
      own.splices.push(splice);
    }
    childStart = childEnd + 1;
  }
  return groups;
}

function reachOf({ splices }: Group): number {
  const last = splices.at(-1);
  return last === undefined ? 0 : last.at + last.removed.length;
}

/** When all happens within the value of one child. */
function changedChild(
  touched: readonly Child[],
  { start, splices }: Group,
): Pick<Container, 'children' | 'blank'> | undefined {
  const [child] = touched;
  if (child === undefined || touched.length > 1) return undefined;
  const valueStart = start + child.lead.length;
  if (!splices.every((splice) => isWithin(child.value, valueStart, splice))) return undefined;
  const value = changedNode(child.value, valueStart, splices);
  return value && { children: [{ ...child, value }], blank: '' };
}

/** Reads the text of some children again, but for the values that no splice touches. */
function withChildren(
  node: Container,
  start: number,
  touched: readonly Child[],
  change: Change,
): Container | undefined {
  const kept = new Map<number, SyntaxNode>();
  let valueStart = start;
  let shift = 0;
  let next = 0;
  for (const { lead, value, trail } of touched) {
    valueStart += lead.length;
    const end = valueStart + value.length;
    for (
      let splice = change[next];
      splice && splice.at + splice.removed.length <= valueStart;
      splice = change[++next]
    ) {
      shift += splice.inserted.length - splice.removed.length;
    }
    const splice = change[next];
    if (splice === undefined || splice.at >= end) kept.set(valueStart - start + shift, value);
    valueStart = end + trail.length + 1;
  }
  const text = spliceText(touched.length === 0 ? node.blank : childrenText(touched), change, start);
  const read = parseChildren(text, node.type, (offset) => kept.get(offset));
  return read && container(node.type, read.children, read.blank);
}
