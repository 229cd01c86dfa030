/** The flow as a plain tree, for those who want no canvas: cards, and their wires as links. */
import { cardOf } from './card.ts';
import { type FlowView, type StateView, statesByName } from './flow-view.ts';

export type OutlineRow =
  | { readonly kind: 'card'; readonly id: string; readonly depth: number }
  /** An outlet and the card it leads to; that card has a row of its own, here or where it was met first. */
  | {
      readonly kind: 'wire';
      readonly from: string;
      readonly outlet: string;
      readonly label: string;
      readonly to: string | undefined;
      readonly depth: number;
    };

/**
 * Every card once, under the wire that it is first met by, from the start of the flow on; then what nothing leads to.
 * What follows by an only wire stands at the depth of what it follows, so that a long chain does not run off the page.
 */
export function outlineOf(flow: FlowView): OutlineRow[] {
  const byName = statesByName(flow);
  const first = byName.get(flow.initialState);
  const led = new Set(flow.states.flatMap(({ transitions }) => transitions.map(({ next }) => next)));
  const roots = [
    ...(first === undefined ? [] : [first]),
    ...flow.states.filter(({ name }) => !led.has(name)),
    // Circles that nothing leads into.
    ...flow.states,
  ];
  const rows: OutlineRow[] = [];
  const met = new Set<StateView>();
  for (const root of roots) addTree(root, byName, met, rows);
  return rows;
}

type Visit = { readonly state: StateView; readonly depth: number } | { readonly row: OutlineRow };

function addTree(
  root: StateView,
  byName: ReadonlyMap<string, StateView>,
  met: Set<StateView>,
  rows: OutlineRow[],
): void {
  // A stack of its own: a chain may be as long as the flow.
  const stack: Visit[] = [{ state: root, depth: 0 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    if ('row' in visit) {
      rows.push(visit.row);
      continue;
    }
    const { state, depth } = visit;
    if (met.has(state)) continue;
    met.add(state);
    rows.push({ kind: 'card', id: state.id, depth });
    const { outlets } = cardOf(state);
    const targets = outlets.map(({ next }) => (next === undefined ? undefined : byName.get(next)));
    const isChain = targets.filter((target) => target !== undefined).length === 1;
    const below = outlets.flatMap(({ id, label }, index): Visit[] => {
      const target = targets[index];
      const wire = { kind: 'wire', from: state.id, outlet: id, label, to: target?.id, depth: depth + 1 } as const;
      return target === undefined
        ? [{ row: wire }]
        : [{ row: wire }, { state: target, depth: isChain ? depth : depth + 2 }];
    });
    // A chain goes on after the last of its outlets.
    const order = isChain
      ? [...below.filter((each) => 'row' in each), ...below.filter((each) => 'state' in each)]
      : below;
    stack.push(...order.reverse());
  }
}
