/** Random flows and edits of them, for the tests. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../engine/json.ts';

const names = ['ask', 'route', 'send_1', 'send_2', 'ask day', 'menu-a'];
const name = fc.constantFrom(...names);
const text = fc.oneof(
  fc.constantFrom('Hello', 'When would suit you?', '', '{{widgets.ask'),
  name.map((each) => `Got {{widgets.${each}.inbound.Body}} and {{ widgets["${each}"].x }}`),
);
const target = fc.oneof(name, fc.constantFrom(null, ''));
const list = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: text }), { maxLength: 3 });
const properties = fc.record(
  {
    body: text,
    timeout: fc.constantFrom<Json>('60', 60),
    parameters: list,
    offset: fc.record({ x: fc.constantFrom(0, 10, 20), y: fc.constantFrom(0, 200) }),
  },
  { requiredKeys: [] },
);
const plain = fc.record(
  { event: fc.constantFrom('sent', 'failed', 'timeout'), next: target },
  { requiredKeys: ['event'] },
);
const condition = fc.record({
  friendly_name: fc.constant('If'),
  type: fc.constantFrom('equal_to', 'contains'),
  arguments: fc.tuple(text),
  value: fc.constantFrom('1', '2', '3'),
});
const conditional = fc.record(
  { event: fc.constant('match'), next: target, conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: ['event', 'conditions'] },
);
const transitions = fc.array(fc.oneof(plain, conditional), { maxLength: 5 });
const state = fc.record({
  name,
  type: fc.constantFrom('send-message', 'split-based-on'),
  transitions,
  properties,
});
const trigger = fc.record(
  {
    name: fc.constant('Trigger'),
    type: fc.constant('trigger'),
    transitions: fc.array(plain, { maxLength: 2 }),
    properties: fc.constant({}),
  },
  { requiredKeys: ['type', 'transitions'] },
);

/** Definitions as they may be stored, and worse: names that stand twice, targets that are missing, broken templates. */
export const anyDefinition: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      description: fc.constantFrom('A', 'B'),
      states: fc.tuple(trigger, fc.array(state, { maxLength: 6 })).map(([first, rest]) => [first, ...rest]),
      initial_state: fc.constantFrom('Trigger', 'ask'),
      flags: fc.boolean().map((allow_concurrent_calls) => ({ allow_concurrent_calls })),
    },
    { requiredKeys: ['states'] },
  )
  .map((each): JsonObject => JSON.parse(JSON.stringify(each)));

/** The same with names that are unique, as every valid definition has them. */
export const definition: fc.Arbitrary<JsonObject> = anyDefinition.map((each) => {
  const seen = new Set<unknown>();
  const states = (each.states as readonly JsonObject[])
    .map((one) => ({ name: 'Trigger', ...one }))
    .filter((one) => !seen.has(one.name) && seen.add(one.name));
  return { ...each, states };
});

/** Takes over from `other` what `picks` say: a kind of edit, and where. */
export function edit(base: JsonObject, other: JsonObject, picks: readonly number[]): JsonObject {
  let states = [...(base.states as readonly JsonObject[])];
  const foreign = other.states as readonly JsonObject[];
  for (const [at, pick] of picks.entries()) {
    const place = (pick + at) % states.length;
    const mine = states[place];
    const theirs = foreign[pick % foreign.length];
    if (mine === undefined || theirs === undefined) continue;
    const kind = pick % 7;
    if (kind === 0 && place > 0) states.splice(place, 1);
    else if (kind === 1 && !states.some(({ name }) => name === theirs.name)) states.splice(place + 1, 0, theirs);
    else if (kind === 2) states[place] = { ...mine, properties: theirs.properties ?? {} };
    else if (kind === 3) states[place] = { ...mine, transitions: theirs.transitions ?? [] };
    else if (kind === 4) states = renamed(states, place, `new_${pick % 3}`);
    else if (kind === 5) states[place] = { ...mine, transitions: [...(mine.transitions as Json[])].reverse() };
    else states.push(...states.splice(place, 1));
  }
  return { ...base, states };
}

/** As an editor renames: every plain reference follows. */
function renamed(states: JsonObject[], place: number, name: string): JsonObject[] {
  const old = states[place]?.name;
  if (typeof old !== 'string' || states.some((each) => each.name === name)) return states;
  const text = JSON.stringify(states)
    .replaceAll(`widgets.${old}.`, `widgets.${name}.`)
    .replaceAll(`widgets[\\"${old}\\"]`, `widgets[\\"${name}\\"]`)
    .replaceAll(`"next":${JSON.stringify(old)}`, `"next":${JSON.stringify(name)}`)
    .replaceAll(`"name":${JSON.stringify(old)}`, `"name":${JSON.stringify(name)}`);
  return JSON.parse(text);
}
