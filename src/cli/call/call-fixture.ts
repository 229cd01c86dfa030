/** Flows for callers, and scripts that call them. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { JsonObject } from '../../engine/json.ts';
import { atelier, file } from '../io-fixture.ts';

export const state = (
  name: string,
  type: string,
  properties: JsonObject,
  nexts: { readonly [event: string]: string },
) => ({
  name,
  type,
  properties,
  transitions: Object.entries(nexts).map(([event, next]) => (next === '' ? { event } : { event, next })),
});

export const say = (name: string, words: string, next = '') =>
  state(name, 'say-play', { say: words, loop: 1 }, { audioComplete: next });

export const trigger = (nexts: { readonly [event: string]: string }) => state('Trigger', 'trigger', {}, nexts);

export const flow = (...states: readonly JsonObject[]) => ({ description: 'Shop', initial_state: 'Trigger', states });

/** How a call ends that the flow has ended. */
export const over = (seconds: string) => [
  `-- the call is over: completed, ${seconds}`,
  '-- the run has ended: FLOW_END',
];

/** Types the lines; gives what is printed. */
export async function call(
  t: TestContext,
  definition: JsonObject,
  lines: readonly string[],
  options: readonly string[] = [],
) {
  const path = file(t, 'flow.json', definition);
  const { code, out, err } = await atelier(['call', path, ...options], lines.map((line) => `${line}\n`).join(''));
  assert.equal(err, '');
  return { code, lines: out.trimEnd().split('\n') };
}
