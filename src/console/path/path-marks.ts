/** The way of an execution as marks on cards and wires: numbers of visits, what was travelled, where it failed or waits. */
import { cardOf } from '../graph/card.ts';
import { type FlowView, type StateView, statesByName } from '../graph/flow-view.ts';
import { pathTexts } from '../texts/path.ts';
import type { Visit } from './visits.ts';

export interface PathCardMark {
  readonly rim?: 'visited' | 'waiting' | 'failed';
  readonly visits?: readonly number[];
  readonly footer?: string;
  readonly isQuiet?: boolean;
  readonly spoken?: string;
}

export interface PathWireMark {
  readonly kind: 'visited' | 'quiet';
  readonly label?: string;
}

export interface PathMarks {
  readonly cards: ReadonlyMap<string, PathCardMark>;
  readonly wires: ReadonlyMap<string, PathWireMark>;
}

/** Labels of one wire that is travelled again and again. */
const mostPairs = 3;

/** `visits`: those in this flow. `failedAt`: the step that the run failed at. */
export function pathMarks(
  flow: FlowView,
  visits: readonly Visit[],
  { nowMs, failedAt }: { readonly nowMs: number; readonly failedAt?: string | undefined },
): PathMarks {
  const byName = statesByName(flow);
  const ofCard = Map.groupBy(visits, ({ widget }) => byName.get(widget)?.id);
  const cards = flow.states.map(({ id }) => [id, cardMark(ofCard.get(id) ?? [], nowMs, failedAt)] as const);
  const pairs = new Map<string, string[]>();
  for (const [index, visit] of visits.entries()) {
    const state = byName.get(visit.widget);
    const wire = state && wireOf(state, visit.event, visit.target);
    if (wire === undefined) continue;
    const next = visits[index + 1];
    const pair = next === undefined ? `${visit.number}→` : `${visit.number}→${next.number}`;
    pairs.set(wire, [...(pairs.get(wire) ?? []), pair]);
  }
  const wires = flow.states.flatMap((state) =>
    cardOf(state).outlets.map(({ id }) => [`${state.id}/${id}`, wireMark(pairs.get(`${state.id}/${id}`))] as const),
  );
  return { cards: new Map(cards), wires: new Map(wires) };
}

/** The wire that a step took: of the outlets of its event the one that leads there. */
export function wireOf(state: StateView, event: string | undefined, target: string | undefined): string | undefined {
  if (event === undefined || target === undefined) return undefined;
  const outlets = cardOf(state).outlets.filter((outlet) => outlet.event === event);
  const taken = outlets.find(({ next }) => next === target);
  return taken && `${state.id}/${taken.id}`;
}

function cardMark(visits: readonly Visit[], nowMs: number, failedAt: string | undefined): PathCardMark {
  const last = visits.at(-1);
  if (last === undefined) return { isQuiet: true };
  const numbers = { visits: visits.map(({ number }) => number) };
  if (visits.some(({ stepSid }) => stepSid === failedAt))
    return { rim: 'failed', ...numbers, spoken: pathTexts.failed };
  if (last.endedAtMs !== undefined) return { rim: 'visited', ...numbers };
  const footer = pathTexts.waiting(last.deadlineMs === undefined ? undefined : last.deadlineMs - nowMs);
  return { rim: 'waiting', ...numbers, footer, spoken: footer };
}

function wireMark(pairs: readonly string[] | undefined): PathWireMark {
  if (pairs === undefined) return { kind: 'quiet' };
  const shown = pairs.length > mostPairs ? [...pairs.slice(0, mostPairs), `×${pairs.length}`] : pairs;
  return { kind: 'visited', label: shown.join(', ') };
}
