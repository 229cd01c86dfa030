import type { SubflowReference } from '../definition.ts';
import type { TriggerEvent } from '../events.ts';
import { isJsonObject, type JsonObject, own } from '../json.ts';
import type { Limits } from '../limits.ts';
import type { Widget } from '../widget.ts';
import type { Path, Report } from './report.ts';
import { TRIGGER_TYPE } from './states.ts';

/** First a letter, no space, no period. Source: execution-model §1. */
const NAME_PATTERN = '^[A-Za-z][^\\s.]*$';

/** A state that is at least an object, with its place in the definition. */
export interface PlacedState {
  readonly raw: JsonObject;
  readonly path: Path;
  readonly type: string | undefined;
  /** Absent when the state has none; a trigger is then called `Trigger`. */
  readonly name: string | undefined;
}

/** The states of a definition that are objects. */
export function placedStates(states: unknown): PlacedState[] {
  if (!Array.isArray(states)) return [];
  return states.flatMap((raw: unknown, index) => {
    if (!isJsonObject(raw)) return [];
    const type = own(raw, 'type');
    const name = own(raw, 'name') ?? (type === TRIGGER_TYPE ? 'Trigger' : undefined);
    return [
      {
        raw,
        path: ['states', index],
        type: typeof type === 'string' ? type : undefined,
        name: typeof name === 'string' && name !== '' ? name : undefined,
      },
    ];
  });
}

/** Names are unique; of an unusual one the author is told. `isStrict` makes that an error (`STRICT_WIDGET_NAMES`). */
export function checkNames(states: readonly PlacedState[], report: Report, isStrict: boolean): void {
  const seen = new Set<string>();
  for (const { name, path } of states) {
    if (name === undefined) continue;
    const place = [...path, 'name'];
    if (seen.has(name)) report.error(place, 'duplicate-name', 'must be unique among the widget names');
    seen.add(name);
    if (new RegExp(NAME_PATTERN, 'u').test(name)) continue;
    const message = `does not match the regex pattern ${NAME_PATTERN}`;
    if (isStrict) report.error(place, 'unusual-name', message);
    else report.warning(place, 'unusual-name', message);
  }
}

/** Exactly one trigger, where the flow begins, and it leads somewhere. Source: execution-model §2. */
export function checkTrigger(definition: JsonObject, states: readonly PlacedState[], report: Report): void {
  const [trigger, ...others] = states.filter(({ type }) => type === TRIGGER_TYPE);
  if (!trigger && Array.isArray(own(definition, 'states'))) {
    report.error(['states'], 'missing-trigger', 'must contain a trigger widget');
  }
  for (const { path } of others) {
    report.error([...path, 'type'], 'several-triggers', 'must be the only trigger widget');
  }
  if (trigger && !others.length && !transitionsOf(trigger).some(leadsOn)) {
    report.warning([...trigger.path, 'transitions'], 'unwired-trigger', 'has no event that leads to a widget');
  }
  checkInitialState(own(definition, 'initial_state'), states, report);
}

function checkInitialState(initial: unknown, states: readonly PlacedState[], report: Report): void {
  if (typeof initial !== 'string' || initial === '') return;
  const target = states.find(({ name }) => name === initial);
  if (!target) report.error(['initial_state'], 'unknown-initial-state', 'must match a widget name');
  else if (target.type !== TRIGGER_TYPE) {
    report.warning(['initial_state'], 'initial-state-not-trigger', 'should match the name of the trigger widget');
  }
}

/** Widgets of runs started by REST need a trigger that leads somewhere for these (inferred, messaging page §12). */
export function checkRestOnly(
  states: readonly PlacedState[],
  widgets: ReadonlyMap<string, Widget>,
  report: Report,
): void {
  const restEvent: TriggerEvent = 'incomingRequest';
  const startsByRest = states.some(
    (state) =>
      state.type === TRIGGER_TYPE &&
      transitionsOf(state).some((transition) => own(transition, 'event') === restEvent && leadsOn(transition)),
  );
  if (startsByRest) return;
  for (const { type, path } of states) {
    const channels = type === undefined ? undefined : widgets.get(type)?.channels;
    if (channels?.every((channel) => channel === 'request')) {
      report.error(path, 'rest-only', `${type} can only be used in flows triggered by the REST API`);
    }
  }
}

/** Subflows of one flow: their number, and one revision for each (limits-and-errors §1; the refusal is inferred). */
export function checkSubflows(
  states: readonly PlacedState[],
  widgets: ReadonlyMap<string, Widget>,
  limits: Limits,
  report: Report,
): void {
  const revisions = new Map<string, string>();
  let count = 0;
  for (const state of states) {
    const references = subflowReferences(state, widgets);
    if (references.length > 0) count++;
    for (const { flowSid, revision } of references) {
      const first = revisions.get(flowSid);
      if (first === undefined) revisions.set(flowSid, revision);
      else if (first !== revision) {
        const message = `must refer to revision ${first} of ${flowSid} like the first reference to it`;
        report.error([...state.path, 'properties'], 'subflow-revisions-differ', message);
      }
    }
  }
  if (count > limits.subflowWidgets) {
    const message = `there must be a maximum of ${limits.subflowWidgets} widgets that run a subflow`;
    report.error(['states'], 'too-many-subflow-widgets', message);
  }
  if (revisions.size > limits.subflowDefinitions) {
    const message = `there must be a maximum of ${limits.subflowDefinitions} different subflows`;
    report.error(['states'], 'too-many-subflows', message);
  }
}

function subflowReferences({ raw, type }: PlacedState, widgets: ReadonlyMap<string, Widget>): SubflowReference[] {
  const properties = own(raw, 'properties');
  if (type === undefined || !isJsonObject(properties)) return [];
  return widgets.get(type)?.subflowReference?.(properties) ?? [];
}

function transitionsOf({ raw }: PlacedState): JsonObject[] {
  const transitions = own(raw, 'transitions');
  return Array.isArray(transitions) ? transitions.filter(isJsonObject) : [];
}

function leadsOn(transition: JsonObject): boolean {
  const next = own(transition, 'next');
  return typeof next === 'string' && next !== '';
}
