/** Every path that a template of a widget can read, with where it comes from (console §5, Completion). */
import { triggerSubtrees } from '../../engine/initial-context.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import type { FlowView } from '../document/view.ts';
import { stepText } from '../liquid-paths.ts';
import { liquidTexts } from '../texts/liquid.ts';
import { fixedOutputs, variablesOf, wiredTriggers } from './sample.ts';

const { from: origins, names, kinds } = liquidTexts;

export interface Candidate {
  /** As it stands in a template: `widgets.ask_day.inbound.Body`. */
  readonly path: string;
  /** What it is, in words. */
  readonly about: string;
  readonly kind: keyof typeof kinds;
  /** Its value in the sample, as text of at most 40 characters. */
  readonly sample: string | undefined;
  /** False: the widget that sets it may not have run before. */
  readonly isCertain: boolean;
}

/** Deeper values are few, and can be typed. */
const deepest = 4;
const mostPerObject = 60;

export function candidatesFor(flow: FlowView, widgetId: string, sample: JsonObject): readonly Candidate[] {
  const before = namesBefore(flow, widgetId);
  const walk = (steps: readonly string[], about: string, isCertain = true): Candidate[] =>
    candidatesAt(steps, valueAt(sample, steps), about, isCertain);
  const ofWidgets = flow.states.flatMap((state) => {
    if (state.type === 'trigger') return [];
    const about = `${state.name}: `;
    const keys = new Map<string, string>([
      ...fixedOutputs(state).map((key): [string, string] => [key, about + (state.widget?.outputs[key] ?? '')]),
      ...variablesOf(state).map(({ key }): [string, string] => [key, origins.variable([state.name])]),
    ]);
    // What the sample knows beyond the definition: variables of a subflow, parameters of a redirect.
    const kept = valueAt(sample, ['widgets', state.name]);
    for (const key of Object.keys(isJsonObject(kept) ? kept : {})) if (!keys.has(key)) keys.set(key, state.name);
    return [...keys].flatMap(([key, words]) => walk(['widgets', state.name, key], words, before.has(state.name)));
  });
  return unique([
    ...walk(['contact', 'channel', 'address'], names.contactAddress),
    ...walk(['flow', 'channel', 'address'], names.flowAddress),
    ...variables(flow, sample, before),
    ...triggersOf(flow, sample),
    ...ofWidgets,
    ...walk(['flow', 'data'], origins.data).filter(({ path }) => path !== 'flow.data'),
    ...walk(['flow', 'sid'], names.execution),
    ...walk(['flow', 'flow_sid'], names.flowSid),
  ]);
}

function variables(flow: FlowView, sample: JsonObject, before: ReadonlySet<string>): Candidate[] {
  const setters = new Map<string, string[]>();
  for (const state of flow.states) {
    for (const { key } of variablesOf(state)) setters.set(key, [...(setters.get(key) ?? []), state.name]);
  }
  const known = valueAt(sample, ['flow', 'variables']);
  for (const key of Object.keys(isJsonObject(known) ? known : {})) if (!setters.has(key)) setters.set(key, []);
  return [...setters].flatMap(([key, widgets]) => {
    const steps = ['flow', 'variables', key];
    const isCertain = widgets.length === 0 || widgets.some((name) => before.has(name));
    return candidatesAt(steps, valueAt(sample, steps), origins.variable(widgets), isCertain);
  });
}

/** Those of connected events; what else the sample has comes after. */
function triggersOf(flow: FlowView, sample: JsonObject): Candidate[] {
  const wired = wiredTriggers(flow).flatMap((event) => triggerSubtrees[event as keyof typeof triggerSubtrees] ?? []);
  const known = valueAt(sample, ['trigger']);
  const others = Object.keys(isJsonObject(known) ? known : {}).filter((name) => !wired.some((each) => each === name));
  const inside = (name: string, isCertain: boolean) =>
    candidatesAt(['trigger', name], valueAt(sample, ['trigger', name]), origins.trigger, isCertain);
  return [...wired.flatMap((name) => inside(name, true)), ...others.flatMap((name) => inside(name, false))];
}

/** The path itself and those inside of its value. */
function candidatesAt(
  steps: readonly string[],
  value: Json | undefined,
  about: string,
  isCertain: boolean,
): Candidate[] {
  const whole: Candidate = { path: pathText(steps), about, kind: kindOf(value), sample: sampleText(value), isCertain };
  if (!isJsonObject(value) || steps.length > deepest) return [whole];
  const inside = Object.entries(value)
    .slice(0, mostPerObject)
    .flatMap(([key, held]) => candidatesAt([...steps, key], held, about, isCertain));
  return [whole, ...inside];
}

/** Names of the widgets from which some way leads to this one; itself where a circle does. */
function namesBefore(flow: FlowView, widgetId: string): ReadonlySet<string> {
  const leading = new Map<string, string[]>();
  for (const { name, transitions } of flow.states) {
    for (const { next } of transitions) if (next !== undefined) leading.set(next, [...(leading.get(next) ?? []), name]);
  }
  const before = new Set(leading.get(flow.find(widgetId)?.name ?? widgetId));
  // A set yields what is added while it is walked.
  for (const name of before) for (const earlier of leading.get(name) ?? []) before.add(earlier);
  return before;
}

export function pathText([root = '', ...rest]: readonly string[]): string {
  return root + rest.map((name) => stepText(name, { name, isBracketed: false })).join('');
}

function valueAt(context: JsonObject, steps: readonly string[]): Json | undefined {
  let value: Json | undefined = context;
  for (const step of steps) value = isJsonObject(value) ? own(value, step) : undefined;
  return value;
}

function kindOf(value: Json | undefined): Candidate['kind'] {
  if (value === undefined || value === null) return 'unknown';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

const longestSample = 40;

function sampleText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const text = String(value);
  return text.length > longestSample ? `${text.slice(0, longestSample - 1)}…` : text;
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) if (!found.has(candidate.path)) found.set(candidate.path, candidate);
  return [...found.values()];
}
