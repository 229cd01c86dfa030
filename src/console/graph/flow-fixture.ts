/** Flows that the tests of the canvas share: the real ones, invented ones, and a large one. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../engine/json.ts';
import { widgets } from '../../widgets/index.ts';
import { type FlowView, readFlowView, type StateView } from './flow-view.ts';

const folder = new URL('../../../test/flows/', import.meta.url);

/** All flows of `test/flows`, by file name. */
export const realFlows: ReadonlyMap<string, FlowView> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, readFlowView(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))]),
);

/** A state by its type, properties and transitions; `next` of an event by its name. */
export function state(
  type: string,
  properties: JsonObject = {},
  transitions: readonly Json[] = [],
  name = 'a',
): StateView {
  const [view] = readFlowView({ states: [{ name, type, properties, transitions }] }).states;
  if (view === undefined) throw new Error('A state of this form is always read.');
  return view;
}

/** A flow of messages: name → where it is, and what `sent` and `failed` lead to. */
export function messageFlow(places: {
  readonly [name: string]: { readonly at?: readonly [x: number, y: number]; readonly to?: readonly string[] };
}): FlowView {
  return readFlowView({
    initial_state: Object.keys(places)[0] ?? '',
    states: Object.entries(places).map(([name, { at, to = [] }]) => ({
      name,
      type: 'send-message',
      transitions: ['sent', 'failed'].map((event, index) => ({ event, ...(to[index] ? { next: to[index] } : {}) })),
      properties: at === undefined ? {} : { offset: { x: at[0], y: at[1] } },
    })),
  });
}

/** `count` messages in columns of 40, each leading to the one below and to one far away. */
export function largeFlow(count: number, hasOffsets = true): FlowView {
  const places = Array.from({ length: count }, (_, index) => {
    const at = [Math.floor(index / 40) * 320, (index % 40) * 200] as const;
    const to = [`m${(index + 1) % count}`, `m${(index * 7 + 3) % count}`];
    return [`m${index}`, hasOffsets ? { at, to } : { to }] as const;
  });
  return messageFlow(Object.fromEntries(places));
}

const names = ['Trigger', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
const coordinate = fc.oneof(
  fc.integer({ min: -200, max: 200 }).map((steps) => steps * 10),
  fc.double({ min: -5000, max: 5000, noNaN: true }),
);

/** Any flow that may stand in a draft: broken targets, unknown types and events, offsets or none. */
export const anyFlow: fc.Arbitrary<FlowView> = fc
  .array(
    fc.record({
      name: fc.constantFrom(...names),
      type: fc.constantFrom('no-such-type', ...widgets.map(({ type }) => type)),
      transitions: fc.array(
        fc.record({
          event: fc.constantFrom('sent', 'failed', 'match', 'noMatch', 'timeout', 'incomingMessage', 'noSuchEvent'),
          next: fc.constantFrom(...names, '', 'nowhere'),
          conditions: fc.constant([{ friendly_name: '', type: 'equal_to', arguments: ['x'], value: '1' }]),
        }),
        { maxLength: 6 },
      ),
      properties: fc.oneof(
        fc.constant({}),
        fc.record({ x: coordinate, y: coordinate }).map((offset) => ({ offset })),
      ),
    }),
    { maxLength: 12 },
  )
  .map((states) => readFlowView({ states, initial_state: 'Trigger' }));
