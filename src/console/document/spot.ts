import { type Child, type Container, childLength, isContainer, type Source, type SyntaxNode } from './syntax.ts';

/** A value and its place. */
export interface Spot {
  readonly node: SyntaxNode;
  /** Offset of its first character. */
  readonly start: number;
  /** Blanks at the beginning of its line. */
  readonly indent: string;
}

/** A member or an item and its place. */
export interface ChildSpot extends Spot {
  readonly child: Child;
  readonly index: number;
  /** Offset of the key, or of the value of an item. */
  readonly keyStart: number;
}

export type ContainerSpot = Spot & { readonly node: Container };

export function rootSpot({ before, root }: Source): Spot {
  return { node: root, start: before.length, indent: indentOf(before) ?? '' };
}

export function childSpots(spot: ContainerSpot): readonly ChildSpot[] {
  let start = spot.start + 1;
  return spot.node.children.map((child, index) => {
    const found = childSpot(spot, child, index, start);
    start += childLength(child) + 1;
    return found;
  });
}

/** `start`: where the text of the child begins, blanks and all. */
function childSpot({ indent }: ContainerSpot, child: Child, index: number, start: number): ChildSpot {
  const { lead, margin, value } = child;
  return {
    node: value,
    start: start + lead.length,
    indent: indentOf(lead.slice(0, margin)) ?? indent,
    child,
    index,
    keyStart: start + margin,
  };
}

/** The member of this key; of several the last, which is the one that counts. */
export function findMember(spot: Spot, key: string): ChildSpot | undefined {
  const object = asContainer(spot, 'object');
  return (
    object &&
    findChild(
      object,
      object.node.children.findLastIndex((child) => child.key === key),
    )
  );
}

export function findItem(spot: Spot, index: number): ChildSpot | undefined {
  const array = asContainer(spot, 'array');
  return array && findChild(array, index);
}

function findChild(spot: ContainerSpot, index: number): ChildSpot | undefined {
  const { children } = spot.node;
  const child = children[index];
  if (child === undefined) return undefined;
  let start = spot.start + 1;
  for (let before = 0; before < index; before++) {
    const other = children[before];
    if (other) start += childLength(other) + 1;
  }
  return childSpot(spot, child, index, start);
}

/** The value at a path of keys and indexes. */
export function findSpot(spot: Spot, path: readonly (string | number)[]): Spot | undefined {
  let found: Spot | undefined = spot;
  for (const step of path) {
    if (found === undefined) return undefined;
    found = typeof step === 'string' ? findMember(found, step) : findItem(found, step);
  }
  return found;
}

export function findContainer(
  spot: Spot,
  path: readonly (string | number)[],
  type: Container['type'],
): ContainerSpot | undefined {
  const found = findSpot(spot, path);
  return found && asContainer(found, type);
}

export function asContainer(spot: Spot, type: Container['type']): ContainerSpot | undefined {
  return isContainer(spot.node) && spot.node.type === type ? { ...spot, node: spot.node } : undefined;
}

/** Every string in a value, with the path to it. Keys are not among them. */
export function* stringsIn(spot: Spot, path: readonly (string | number)[] = []): Generator<StringSpot> {
  const { node, start } = spot;
  if (node.type === 'string') yield { raw: node.raw, start, path };
  if (!isContainer(node)) return;
  for (const inner of childSpots({ ...spot, node })) {
    yield* stringsIn(inner, [...path, inner.child.key ?? inner.index]);
  }
}

export interface StringSpot {
  /** As written, with its quotation marks. */
  readonly raw: string;
  readonly start: number;
  readonly path: readonly (string | number)[];
}

/** What a run of blanks leaves at the beginning of the line behind it; undefined when it has no line break. */
export function indentOf(blanks: string): string | undefined {
  const line = blanks.lastIndexOf('\n');
  return line === -1 ? undefined : blanks.slice(line + 1);
}
