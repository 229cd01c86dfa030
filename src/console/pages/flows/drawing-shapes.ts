/** A small drawing of a flow: where its cards and wires lie. */
import { isJsonObject, type Json, parseJson } from '../../../engine/json.ts';

export interface DrawnCard {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly isTrigger: boolean;
}

export interface FlowShapes {
  readonly cards: readonly DrawnCard[];
  readonly wires: readonly { readonly from: DrawnCard; readonly to: DrawnCard }[];
  /** The smallest box around all cards. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Size of a card (console §3.1). */
export const cardWidth = 280;
export const cardHeight = 136;

export function flowShapes(definition: string): FlowShapes {
  const flow = parseJson(definition);
  const states = isJsonObject(flow) && Array.isArray(flow.states) ? flow.states.filter(isJsonObject) : [];
  const cards = new Map(
    states.map((state) => {
      const offset = isJsonObject(state.properties) ? state.properties.offset : undefined;
      const { x = 0, y = 0 } = isJsonObject(offset) ? offset : {};
      const name = String(state.name);
      return [name, { name, x: Number(x) || 0, y: Number(y) || 0, isTrigger: state.type === 'trigger' }] as const;
    }),
  );
  const wires = states.flatMap((state) => {
    const from = cards.get(String(state.name));
    return targets(state.transitions).flatMap((next) => {
      const to = cards.get(next);
      return from && to ? [{ from, to }] : [];
    });
  });
  const all = [...cards.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const width = Math.max(...all.map(({ x }) => x)) + cardWidth - left;
  const height = Math.max(...all.map(({ y }) => y)) + cardHeight - top;
  return { cards: all, wires, box: { x: left, y: top, width, height } };
}

function targets(transitions: Json | undefined): readonly string[] {
  if (!Array.isArray(transitions)) return [];
  return transitions.flatMap((transition) =>
    isJsonObject(transition) && typeof transition.next === 'string' ? transition.next : [],
  );
}
