import { type Difference, differencesBetween, sameValue, type Version } from './differences.ts';
import { mergeOrders } from './order.ts';
import { keyOf, keysAround, nameOfId, type Path, type Places } from './places.ts';

export type ConflictReason =
  /** Both changed one place, differently. */
  | 'changed-twice'
  /** One removed what the other changed. */
  | 'deleted-against-changed'
  | 'renamed-twice'
  /** Both added a widget of this name, with other content. */
  | 'added-twice'
  /** One gave a widget a name that another one has on the other side. */
  | 'same-name'
  /** One leads to a widget that the other removed. */
  | 'leads-to-deleted'
  /** Both put the conditions in another order, differently. */
  | 'reordered-twice';

/** A place of which everything, and everything below, is to be decided. */
export interface ContestedPlace {
  readonly key: string;
  readonly path: Path;
  readonly reason: ConflictReason;
}

/** A side of a merge with what it changed, by key. */
export interface Side extends Version {
  readonly changes: ReadonlyMap<string, Difference>;
}

export function sideOf(base: Places, version: Version): Side {
  const changes = differencesBetween(base, version);
  return { ...version, changes: new Map(changes.map((difference) => [difference.key, difference])) };
}

/** Places on the canvas are never contested: yours count. */
export function isPosition(path: Path): boolean {
  return path.length === 5 && path[3] === 'properties' && path[4] === 'offset';
}

/** What the two sides cannot both have; no place within another. It does not matter which side is which. */
export function contestedPlaces(base: Places, theirs: Side, yours: Side): Map<string, ContestedPlace> {
  const found = new Map<string, ContestedPlace>();
  const add = (path: Path, reason: ConflictReason) => {
    const key = keyOf(path);
    if (!found.has(key)) found.set(key, { key, path, reason });
  };
  addTwins(theirs, yours, add);
  addRemovals(theirs, yours, add);
  addRemovals(yours, theirs, add);
  for (const { key, path, after } of theirs.changes.values()) {
    const other = yours.changes.get(key);
    if (other === undefined || isPosition(path) || sameValue(after, other.after)) continue;
    const isRemoved = after === undefined || other.after === undefined;
    const isName = path[2] === 'name';
    add(path, isName ? 'renamed-twice' : isRemoved ? 'deleted-against-changed' : 'changed-twice');
  }
  addSameNames(base, theirs, yours, add);
  addDeletedTargets(theirs, yours, found, add);
  addDeletedTargets(yours, theirs, found, add);
  addOrders(base, theirs, yours, add);
  return new Map([...found].filter(([, { path }]) => !keysAround(path).some((key) => found.has(key))));
}

type Add = (path: Path, reason: ConflictReason) => void;

/** Widgets of one name that both sides added; where they stand does not matter. */
function addTwins(theirs: Side, yours: Side, add: Add): void {
  const isTwin = (id: string) => {
    const key = keyOf(['widget', id]);
    const [one, other] = [theirs.changes.get(key), yours.changes.get(key)];
    return one !== undefined && other !== undefined && one.before === undefined && other.before === undefined;
  };
  for (const [one, other] of [
    [theirs, yours],
    [yours, theirs],
  ] as const) {
    for (const { key, path, after } of one.changes.values()) {
      const [kind, id] = path;
      if (kind !== 'widget' || id === undefined || isPosition(path) || !isTwin(id)) continue;
      if (!sameValue(after, other.changes.get(key)?.after)) add(['widget', id], 'added-twice');
    }
    for (const [key, order] of one.orders) {
      const [kind, id] = JSON.parse(key) as string[];
      if (kind !== 'widget' || id === undefined || !isTwin(id)) continue;
      if (order.join() !== other.orders.get(key)?.join()) add(['widget', id], 'added-twice');
    }
  }
}

/** Where one side removed, or replaced as a whole, what the other changed within. */
function addRemovals(one: Side, other: Side, add: Add): void {
  for (const { path } of one.changes.values()) {
    if (isPosition(path)) continue;
    const around = keysAround(path).filter((key) => {
      const removal = other.changes.get(key);
      const isReplaced = typeof removal?.before === 'symbol';
      return (
        isReplaced && !sameValue(removal.after, one.changes.has(key) ? one.changes.get(key)?.after : removal.before)
      );
    });
    const outermost = around.at(-1);
    if (outermost !== undefined) add(JSON.parse(outermost) as unknown as Path, 'deleted-against-changed');
  }
}

/** Two widgets that would bear one name: the renamed one is to be decided, of two renamed ones the first by its id. */
function addSameNames(base: Places, theirs: Side, yours: Side, add: Add): void {
  const bearers = new Map<string, string[]>();
  const ids = new Set([base, theirs, yours].flatMap(({ orders }) => orders.get(keyOf(['flow', 'states'])) ?? []));
  for (const id of ids) {
    const isRemoved = [theirs, yours].some(
      (side) => side.changes.get(keyOf(['widget', id]))?.after === undefined && side.changes.has(keyOf(['widget', id])),
    );
    if (isRemoved) continue;
    const key = keyOf(['widget', id, 'name']);
    const place = theirs.changes.has(key) ? theirs.places.get(key) : (yours.places.get(key) ?? theirs.places.get(key));
    if (typeof place?.value !== 'string') continue;
    const same = bearers.get(place.value);
    if (same === undefined) bearers.set(place.value, [id]);
    else same.push(id);
  }
  for (const [name, same] of bearers) {
    const [renamed] = same.filter((id) => nameOfId(id) !== name).sort();
    if (same.length > 1 && renamed !== undefined) add(['widget', renamed, 'name'], 'same-name');
  }
}

/** Transitions that one side pointed to a widget that the other removed. */
function addDeletedTargets(one: Side, other: Side, found: ReadonlyMap<string, ContestedPlace>, add: Add): void {
  for (const { path, after } of one.changes.values()) {
    if (path[3] !== 'transitions' || path[5] !== 'next' || typeof after !== 'string') continue;
    const key = keyOf(['widget', after]);
    const target = other.changes.get(key);
    const isGone = target !== undefined && target.after === undefined && !one.changes.has(key);
    if (isGone && !found.has(key)) add(path, 'leads-to-deleted');
  }
}

/** The order of conditions decides which of them counts; of all other lists it means nothing. */
function addOrders(base: Places, theirs: Side, yours: Side, add: Add): void {
  for (const [key, order] of base.orders) {
    const path = JSON.parse(key) as string[];
    if (path[3] !== 'transitions') continue;
    const hasConditions = (id: string) => base.places.has(keyOf([...path, id, 'conditions']));
    const conditional = ({ orders }: Places) => (orders.get(key) ?? []).filter(hasConditions);
    const merged = mergeOrders(order.filter(hasConditions), conditional(theirs), conditional(yours), () => true);
    if (merged.isContested) add(path as unknown as Path, 'reordered-twice');
  }
}
