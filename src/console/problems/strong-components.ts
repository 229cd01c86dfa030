/** Which widgets can run before which, for all pairs at once. */
import type { PlacedWidget } from './flow-model.ts';

/**
 * Tells whether an execution can leave `earlier` and enter `later` afterwards; a widget comes before itself where a
 * circle leads back to it. Takes widgets × transitions ÷ 32 steps once.
 */
export function runsBefore(widgets: readonly PlacedWidget[]): (earlier: PlacedWidget, later: PlacedWidget) => boolean {
  const components = strongComponents(widgets);
  const numbers = new Map(components.flatMap((members, at) => members.map((widget) => [widget, at] as const)));
  const words = Math.ceil(components.length / 32);
  // A bit for each component that can be entered after leaving this one. Components come after those they lead to.
  const after: Uint32Array[] = [];
  for (const [at, members] of components.entries()) {
    const bits = new Uint32Array(words);
    for (const { target } of members.flatMap(({ transitions }) => transitions)) {
      const number = target && numbers.get(target);
      if (number === undefined) continue;
      bits[number >> 5] = (bits[number >> 5] ?? 0) | (1 << (number & 31));
      if (number === at) continue;
      for (const [word, more] of (after[number] ?? bits).entries()) bits[word] = (bits[word] ?? 0) | more;
    }
    after.push(bits);
  }
  return (earlier, later) => {
    const [from, to] = [numbers.get(earlier), numbers.get(later)];
    if (from === undefined || to === undefined) return false;
    return (((after[from]?.[to >> 5] ?? 0) >>> (to & 31)) & 1) === 1;
  };
}

/** Widgets that some way leads back to. */
export function inCircles(widgets: readonly PlacedWidget[]): ReadonlySet<PlacedWidget> {
  const isOwnTarget = (widget: PlacedWidget) => widget.transitions.some(({ target }) => target === widget);
  return new Set(
    strongComponents(widgets).flatMap((members) => (members.length > 1 ? members : members.filter(isOwnTarget))),
  );
}

/** Tarjan's algorithm without recursion: widgets that lead to each other together, what they lead to before them. */
function strongComponents(widgets: readonly PlacedWidget[]): PlacedWidget[][] {
  const order = new Map<PlacedWidget, number>();
  const lowest = new Map<PlacedWidget, number>();
  const open: PlacedWidget[] = [];
  const isOpen = new Set<PlacedWidget>();
  const components: PlacedWidget[][] = [];
  const visit = (widget: PlacedWidget) => {
    order.set(widget, order.size);
    lowest.set(widget, order.get(widget) ?? 0);
    open.push(widget);
    isOpen.add(widget);
    return { widget, next: 0 };
  };
  const lower = (widget: PlacedWidget, value: number | undefined) => {
    lowest.set(widget, Math.min(lowest.get(widget) ?? 0, value ?? 0));
  };
  for (const root of widgets) {
    if (order.has(root)) continue;
    const path = [visit(root)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { widget } = frame;
      if (frame.next < widget.transitions.length) {
        const target = widget.transitions[frame.next++]?.target;
        if (target === undefined) continue;
        if (!order.has(target)) path.push(visit(target));
        else if (isOpen.has(target)) lower(widget, order.get(target));
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.widget;
      if (parent) lower(parent, lowest.get(widget));
      if (lowest.get(widget) !== order.get(widget)) continue;
      const members = open.splice(open.lastIndexOf(widget));
      for (const member of members) isOpen.delete(member);
      components.push(members);
    }
  }
  return components;
}
