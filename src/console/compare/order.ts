/**
 * Merges the orders of one list. `kept` tells what the merged list holds. What both had keeps the order that either
 * side gave it; what one side added stays behind what it stood behind there. Additions of both sides at one place come
 * in the order of their ids, so that it does not matter which side is which. `isContested`: both sides moved the same
 * entries, differently; then these stay as they were.
 */
export function mergeOrders(
  base: readonly string[],
  theirs: readonly string[],
  yours: readonly string[],
  kept: (id: string) => boolean,
): { readonly order: readonly string[]; readonly isContested: boolean } {
  const inTheirs = new Set(theirs);
  const inYours = new Set(yours);
  const common = new Set(base.filter((id) => inTheirs.has(id) && inYours.has(id)));
  const baseOrder = base.filter((id) => common.has(id));
  const theirOrder = theirs.filter((id) => common.has(id));
  const yourOrder = yours.filter((id) => common.has(id));
  const isContested = !isSame(theirOrder, baseOrder) && !isSame(yourOrder, baseOrder) && !isSame(theirOrder, yourOrder);
  const skeleton = isContested ? baseOrder : isSame(theirOrder, baseOrder) ? yourOrder : theirOrder;

  const sides = [theirs, yours].map((side) => gapsOf(side, common, kept));
  const placed = new Set<string>();
  const order = [undefined, ...skeleton].flatMap((id) => {
    const gaps = sides.map((gap) => gap.get(id) ?? []).sort((left, right) => compare(left.join(), right.join()));
    const behind = [...(id !== undefined && kept(id) ? [id] : []), ...gaps.flat()];
    return behind.filter((each) => !placed.has(each) && placed.add(each));
  });
  return { order, isContested };
}

/** What stands behind each common entry and is not common itself; under undefined what stands before the first. */
function gapsOf(
  side: readonly string[],
  common: ReadonlySet<string>,
  kept: (id: string) => boolean,
): Map<string | undefined, string[]> {
  const gaps = new Map<string | undefined, string[]>();
  let behind: string | undefined;
  for (const id of side) {
    if (common.has(id)) behind = id;
    else if (kept(id)) {
      const gap = gaps.get(behind);
      if (gap === undefined) gaps.set(behind, [id]);
      else gap.push(id);
    }
  }
  return gaps;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, at) => id === right[at]);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
