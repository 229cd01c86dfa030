/** What the phone marks on the canvas: the numbered path, what waits, what failed. */
import type { CardMark, WireMark } from '../canvas/marks.ts';
import type { FlowView } from '../graph/flow-view.ts';
import { outletsOf } from '../graph/outlets.ts';
import { phoneWords } from '../texts/phone-words.ts';
import type { Run } from './view.ts';
import type { Visit } from './visits.ts';

export interface PhoneMarks {
  /** By the id of the card. */
  readonly cards: ReadonlyMap<string, CardMark>;
  /** By the id of the wire. */
  readonly wires: ReadonlyMap<string, WireMark>;
}

/** `upTo`: the visit that is looked at; what came later is drawn quietly. */
export function marksOf(
  flow: FlowView,
  run: Run | undefined,
  visits: readonly Visit[],
  nowMs: number,
  upTo = visits.length,
): PhoneMarks {
  const cards = new Map<string, CardMark>();
  const wires = new Map<string, WireMark>();
  for (const visit of visits) {
    const state = flow.states.find(({ name }) => name === visit.widget);
    if (state === undefined) continue;
    const before = cards.get(state.id);
    if (visit.number > upTo) {
      if (before === undefined) cards.set(state.id, { isQuiet: true });
      continue;
    }
    const isLast = visit.number === visits.length;
    const { isQuiet: _, ...kept } = before ?? {};
    cards.set(state.id, {
      ...kept,
      rim: visit.end === undefined ? 'waiting' : isLast && run?.isFailed ? 'failed' : (before?.rim ?? 'visited'),
      visits: [...(before?.visits ?? []), visit.number],
      ...(visit.end === undefined ? waitingMark(run, nowMs) : {}),
    });
    const { end } = visit;
    if (end?.to === undefined || visit.number >= upTo) continue;
    const outlet = outletsOf(state).find(({ event, next }) => event === end.event && next === end.to);
    if (outlet) wires.set(`${state.id}/${outlet.id}`, { kind: 'visited' });
  }
  return { cards, wires };
}

function waitingMark(run: Run | undefined, nowMs: number): Pick<CardMark, 'footer' | 'spoken'> {
  const deadlineMs = run?.waiting[0]?.deadlineMs;
  if (deadlineMs === undefined) return { spoken: phoneWords.waiting };
  return { footer: phoneWords.left(deadlineMs - nowMs), spoken: phoneWords.waitingFor(deadlineMs - nowMs) };
}
