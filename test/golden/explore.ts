/** Finds scripts that take a flow along every transition that inputs can reach. */
import { isJsonObject, type Json, type JsonObject } from '../../src/engine/json.ts';
import type { HttpAnswer, Play, Start } from '../../src/testing/index.ts';
import { callerInputs } from './caller.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import { type Input, playScript, type Script, transitionsOf } from './script.ts';

const maxPlays = 3000;
const maxInputs = 14;

/** Scripts that together cover what can be covered, in a stable order. */
export function explore(definition: JsonObject): Script[] {
  const candidates = candidatesOf(definition);
  const known = new Set(transitionsOf(definition));
  const seen = new Set<string>();
  const refused = new Set<string>();
  const found: { script: Script; covers: Set<string> }[] = [];
  const queue: Script[] = beginnings(candidates);
  for (let plays = 0; plays < maxPlays; plays++) {
    const script = queue.shift();
    if (!script) break;
    const play = played(definition, script);
    if (!play) continue;
    found.push({ script, covers: new Set(coveredBy(play).filter((way) => known.has(way) || way === hungUp)) });
    for (const { state } of [...play.sent, ...play.asked]) {
      if (script.refuse || refused.has(state)) continue;
      refused.add(state);
      queue.push({ ...script, refuse: [state] });
    }
    const signature = signatureOf(script, play);
    if (seen.has(signature) || script.inputs.length === maxInputs) continue;
    seen.add(signature);
    for (const input of next(definition, candidates, play)) {
      queue.push({ ...script, inputs: [...script.inputs, input] });
    }
  }
  return smallestCover(found);
}

/** Two plays of the same signature have the same future, as far as templates can see. */
function signatureOf(script: Script, play: Play): string {
  const context = play.subflowContext ?? play.context;
  const { flow, widgets } = context as { flow: JsonObject; widgets: Record<string, JsonObject> };
  const parsed = Object.entries(widgets).map(([name, output]) => [name, output.parsed ?? null]);
  const { call } = play.execution;
  return JSON.stringify([script.refuse, play.waitsIn ?? null, call?.isLive, flow.variables, flow.data, parsed]);
}

/** Undefined when an input of the script has no effect. */
function played(definition: JsonObject, script: Script): Play | undefined {
  try {
    return playScript(definition, script);
  } catch {
    return undefined;
  }
}

/** Stands for the end by a hang-up, which no transition shows: one script is to have it. */
const hungUp = 'hung up';

/** Transitions that a run took. */
export function coveredBy(play: Play): string[] {
  const ways = play.steps.map((step) => `${step.transitionedFrom} - ${step.event} - ${step.transitionedTo}`);
  return play.endedReason === 'HANGUP' ? [...ways, hungUp] : ways;
}

function beginnings(candidates: Candidates): Script[] {
  const values = (prefix: string) => [...candidates].filter(([path]) => path.startsWith(prefix));
  const message = values('trigger.message.').flatMap(([path, tries]) => {
    const name = path.slice('trigger.message.'.length);
    return [...tries].map((value): Start => (name === 'Body' ? { body: value } : { params: { [name]: value } }));
  });
  const contacts = [...(candidates.get('contact.channel.address') ?? [])].map((from): Start => ({ from }));
  const data = ['flow.data.', 'trigger.request.parameters.'].flatMap((prefix) =>
    values(prefix).map(([path, tries]) => [path.slice(prefix.length), [...tries]] as const),
  );
  const usual = Object.fromEntries(data.map(([name, [first]]) => [name, first ?? 'something']));
  const requests = data.flatMap(([name, tries]) => tries.map((value) => ({ ...usual, [name]: value })));
  const starts: Start[] = [
    { event: 'incomingMessage' },
    ...[...message, ...contacts].map((start): Start => ({ event: 'incomingMessage', ...start })),
    ...[usual, ...requests].map((parameters): Start => ({ event: 'incomingRequest', parameters })),
    { event: 'incomingCall' },
    { event: 'incomingConversationMessage' },
  ];
  const passed = values('trigger.parent.parameters.').map(
    ([path, tries]) => [path.slice('trigger.parent.parameters.'.length), [...tries]] as const,
  );
  const all = Object.fromEntries(passed.map(([name, [first]]) => [name, first ?? 'something']));
  const parameters = [all, ...passed.flatMap(([name, tries]) => tries.map((value) => ({ ...all, [name]: value })))];
  return [
    ...starts.map((start) => ({ start, inputs: [] })),
    ...parameters.map((asSubflow) => ({ start: {}, asSubflow, inputs: [] })),
  ];
}

/** What may happen to a waiting run. */
function next(definition: JsonObject, candidates: Candidates, play: Play): Input[] {
  const { waitsIn } = play;
  if (waitsIn === undefined) return [];
  if (play.pending.length > 0) return answers(candidates, waitsIn).map((answer) => ({ answer }));
  const inputs: Input[] = [...callerInputs(definition, candidates, play)];
  if (typeOf(definition, waitsIn) === 'send-and-wait-for-reply') {
    const prefix = `widgets.${waitsIn}.inbound.`;
    for (const [path, values] of candidates) {
      if (!path.startsWith(prefix)) continue;
      const name = path.slice(prefix.length);
      for (const value of values)
        inputs.push(name === 'Body' ? { say: value } : { say: 'zzz', params: { [name]: value } });
    }
    if (inputs.length === 0) inputs.push({ say: 'zzz' });
  }
  if (typeOf(definition, waitsIn) === 'add-twiml-redirect') inputs.push({ flowEvent: 'return' });
  if (play.deadlineMs !== null) inputs.push({ wait: (play.deadlineMs - play.nowMs) / 1000 });
  return inputs;
}

function typeOf(definition: JsonObject, name: string): Json | undefined {
  return (definition.states as readonly JsonObject[]).find((state) => state.name === name)?.type;
}

/** Answers with everything that templates read of them, each value to try once, and a failure. */
function answers(candidates: Candidates, state: string): HttpAnswer[] {
  const prefix = `widgets.${state}.parsed.`;
  const parsed = [...candidates].filter(([path]) => path.startsWith(prefix));
  const put = (json: Json, path: string, value: string) => setIn(json, path.slice(prefix.length).split('.'), value);
  const usual = parsed.reduce<Json>((json, [path, [first]]) => put(json, path, first ?? 'something'), {});
  const tries = parsed.flatMap(([path, values]) => [...values].map((value) => ({ path, value })));
  // Two splits in a row may each ask for something: every two values together.
  const variants = tries.flatMap((one, place) =>
    tries.slice(place).map((other) => put(put(usual, one.path, one.value), other.path, other.value)),
  );
  const bodies = [...(candidates.get(`widgets.${state}.body`) ?? [])].map((body) => ({
    body,
    contentType: 'text/plain',
  }));
  const statuses = [...(candidates.get(`widgets.${state}.status_code`) ?? [])].filter((value) => /^\d{3}$/.test(value));
  return [
    ...[usual, ...variants].map((json) => ({ json })),
    ...bodies,
    ...statuses.map((status) => ({ status: Number(status) })),
    { status: 500, body: 'no', contentType: 'text/plain' },
  ];
}

function setIn(json: Json | undefined, [key, ...rest]: string[], value: Json): Json {
  if (key === undefined) return value;
  if (/^\d+$/.test(key)) {
    const list = Array.isArray(json) ? [...json] : [];
    list[Number(key)] = setIn(list[Number(key)], rest, value);
    return [...list].map((item) => item ?? null);
  }
  const object = isJsonObject(json) ? json : {};
  return { ...object, [key]: setIn(object[key], rest, value) };
}

/** Takes the script that covers most of what is left, until nothing is left. */
function smallestCover(found: readonly { script: Script; covers: Set<string> }[]): Script[] {
  const left = new Set(found.flatMap(({ covers }) => [...covers]));
  const chosen: Script[] = [];
  if (left.size === 0) return found.slice(0, 1).map(({ script }) => script);
  while (left.size > 0) {
    const gain = (covers: Set<string>) => [...covers].filter((transition) => left.has(transition)).length;
    const best = found.reduce((a, b) => (gain(b.covers) > gain(a.covers) ? b : a));
    chosen.push(best.script);
    for (const transition of best.covers) left.delete(transition);
  }
  return chosen;
}
