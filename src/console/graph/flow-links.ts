/** Which card leads to which: what follows, what leads here, the way along a wire. */
import type { FlowView } from './flow-view.ts';
import { linksOf } from './wire-set.ts';

export type Direction = 'forwards' | 'backwards';

export interface FlowLinks {
  /** Ids of the cards that a card's wires lead to, in the order of its outlets; one for each wire. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  /** Ids of the cards whose wires lead here, in document order; one for each wire. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

export function flowLinks(flow: FlowView): FlowLinks {
  const targets = new Map<string, string[]>(flow.states.map(({ id }) => [id, []]));
  const sources = new Map<string, string[]>(flow.states.map(({ id }) => [id, []]));
  for (const { source, target } of linksOf(flow)) {
    targets.get(source)?.push(target);
    sources.get(target)?.push(source);
  }
  return { targets, sources };
}

/** The card at the end of the first wire (`.`), or the first that leads here (`,`); a wire to itself leads nowhere new. */
export function alongWire(links: FlowLinks, id: string, direction: Direction): string | undefined {
  return nextTo(links, id, direction).find((other) => other !== id);
}

/** Everything that can be reached, the start included: what follows (`]`) or what leads here (`[`). */
export function reach(links: FlowLinks, starts: Iterable<string>, direction: Direction): ReadonlySet<string> {
  const reached = new Set(starts);
  // A set goes on with what is added while it is walked.
  for (const id of reached) for (const next of nextTo(links, id, direction)) reached.add(next);
  return reached;
}

/** Cards that no contact ever comes to, in document order. */
export function unreachable(flow: FlowView, links: FlowLinks): string[] {
  const start = flow.states.find(({ name }) => name === flow.initialState);
  const reached = reach(links, start === undefined ? [] : [start.id], 'forwards');
  return flow.states.flatMap(({ id }) => (reached.has(id) ? [] : [id]));
}

function nextTo({ targets, sources }: FlowLinks, id: string, direction: Direction): readonly string[] {
  return (direction === 'forwards' ? targets : sources).get(id) ?? [];
}
