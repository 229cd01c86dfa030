/** Two ways over one drawing: what both went, what only the recorded one went, what only the new one goes. */
import { cardOf } from '../graph/card.ts';
import { type FlowView, statesByName } from '../graph/flow-view.ts';
import { wireOf } from '../path/path-marks.ts';
import type { PathStep } from './difference.ts';

export interface ReplayMarks {
  readonly cards: ReadonlyMap<
    string,
    { readonly rim?: 'visited' | 'added' | 'removed'; readonly isQuiet?: boolean; readonly visits?: readonly number[] }
  >;
  readonly wires: ReadonlyMap<
    string,
    { readonly kind: 'visited' | 'added' | 'removed' | 'quiet'; readonly width?: number }
  >;
}

const boldWidth = 4;

export function replayMarks(flow: FlowView, was: readonly PathStep[], now: readonly PathStep[]): ReplayMarks {
  const byName = statesByName(flow);
  const trail = (steps: readonly PathStep[]) => {
    const widgets = new Set<string>();
    const wires = new Set<string>();
    for (const { widget, event, target } of steps) {
      const state = byName.get(widget);
      widgets.add(widget);
      if (target !== undefined) widgets.add(target);
      const wire = state && wireOf(state, event, target);
      if (wire !== undefined) wires.add(wire);
    }
    return { widgets, wires };
  };
  const [before, after] = [trail(was), trail(now)];
  const visits = Map.groupBy(
    now.map(({ widget }, index) => ({ widget, number: index + 1 })),
    ({ widget }) => widget,
  );
  return {
    cards: new Map(
      flow.states.map(({ id, name }) => {
        const rim = kindOf(before.widgets.has(name), after.widgets.has(name));
        const numbers = visits.get(name)?.map(({ number }) => number);
        return [id, rim === undefined ? { isQuiet: true } : { rim, ...(numbers ? { visits: numbers } : {}) }] as const;
      }),
    ),
    wires: new Map(
      flow.states.flatMap((state) =>
        cardOf(state).outlets.map((outlet) => {
          const id = `${state.id}/${outlet.id}`;
          const kind = kindOf(before.wires.has(id), after.wires.has(id)) ?? 'quiet';
          return [id, kind === 'added' ? { kind, width: boldWidth } : { kind }] as const;
        }),
      ),
    ),
  };
}

function kindOf(isBefore: boolean, isAfter: boolean): 'visited' | 'added' | 'removed' | undefined {
  if (isBefore) return isAfter ? 'visited' : 'removed';
  return isAfter ? 'added' : undefined;
}
