/** A definition as the checks read it: widgets, their events and targets, and who can be reached from where. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import type { Path } from '../../engine/validation/report.ts';
import type { Widget } from '../../engine/widget.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { nearestFinder } from './nearest.ts';

export interface PlacedCondition {
  readonly path: Path;
  readonly type: string;
  readonly argument: Json | undefined;
  readonly value: Json | undefined;
}

export interface PlacedTransition {
  /** Place in the state's list. */
  readonly index: number;
  readonly event: string;
  /** The widget it leads to; undefined: nowhere, or to one that does not exist. */
  readonly target: PlacedWidget | undefined;
  readonly isWired: boolean;
  readonly conditions: readonly PlacedCondition[];
}

export interface PlacedWidget {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  /** Undefined: its type is unknown. */
  readonly widget: Widget | undefined;
  readonly path: Path;
  readonly properties: JsonObject;
  readonly transitions: readonly PlacedTransition[];
}

export interface FlowModel {
  readonly definition: JsonObject;
  readonly widgets: readonly PlacedWidget[];
  /** The first of each name. */
  readonly byName: ReadonlyMap<string, PlacedWidget>;
  readonly trigger: PlacedWidget | undefined;
  /** Widgets that some execution can enter. */
  readonly reached: ReadonlySet<PlacedWidget>;
  /** The widget that somebody most likely meant. */
  nearestName(name: string): string | undefined;
}

export function readFlow(definition: JsonObject): FlowModel {
  const states = own(definition, 'states');
  const drafts = (Array.isArray(states) ? states : []).flatMap((state, index) => {
    const draft = isJsonObject(state) ? readState(state, index) : undefined;
    return draft === undefined ? [] : [draft];
  });
  const byName = new Map<string, PlacedWidget>();
  for (const { placed } of drafts) if (!byName.has(placed.name)) byName.set(placed.name, placed);
  for (const { placed, raw } of drafts) readTransitions(raw, placed, byName);
  const widgets = drafts.map(({ placed }) => placed);
  const trigger = widgets.find(({ type }) => type === 'trigger');
  return {
    definition,
    widgets,
    byName,
    trigger,
    reached: reachedFrom(trigger ? [trigger] : []),
    nearestName: nearestFinder([...byName.keys()]),
  };
}

/** The same while its transitions are still being read. */
type Draft = PlacedWidget & { readonly transitions: PlacedTransition[] };

function readState(state: JsonObject, index: number): { placed: Draft; raw: JsonObject } | undefined {
  const type = own(state, 'type');
  const name = own(state, 'name') ?? (type === 'trigger' ? 'Trigger' : undefined);
  if (typeof type !== 'string' || typeof name !== 'string' || name === '') return undefined;
  const properties = own(state, 'properties');
  const placed: Draft = {
    index,
    name,
    type,
    widget: widgetsByType.get(type),
    path: ['states', index],
    properties: isJsonObject(properties) ? properties : {},
    transitions: [],
  };
  return { placed, raw: state };
}

function readTransitions(state: JsonObject, placed: Draft, byName: ReadonlyMap<string, PlacedWidget>): void {
  const list = own(state, 'transitions');
  for (const [index, transition] of (Array.isArray(list) ? list : []).entries()) {
    if (!isJsonObject(transition) || typeof transition.event !== 'string') continue;
    const { event, next, conditions } = transition;
    const isWired = typeof next === 'string' && next !== '';
    placed.transitions.push({
      index,
      event,
      isWired,
      target: isWired ? byName.get(next) : undefined,
      conditions: (Array.isArray(conditions) ? conditions : []).flatMap((condition, at): PlacedCondition[] => {
        if (!isJsonObject(condition)) return [];
        const [argument] = Array.isArray(condition.arguments) ? condition.arguments : [];
        const path = [...placed.path, 'transitions', index, 'conditions', at];
        return [{ path, type: String(condition.type ?? ''), argument, value: condition.value }];
      }),
    });
  }
}

/** Everything that transitions lead to, the beginnings among it. */
function reachedFrom(starts: readonly PlacedWidget[]): Set<PlacedWidget> {
  const reached = new Set(starts);
  // A set yields what is added while it is walked.
  for (const { transitions } of reached) for (const { target } of transitions) if (target) reached.add(target);
  return reached;
}

/** The transition that the event takes (`transitionOf` of the engine): the first that leads somewhere, else the first. */
export function transitionFor(widget: PlacedWidget, event: string): PlacedTransition | undefined {
  const named = widget.transitions.filter((each) => each.event === event);
  return named.find(({ isWired }) => isWired) ?? named[0];
}

export function isWired(widget: PlacedWidget, event: string): boolean {
  return transitionFor(widget, event)?.isWired === true;
}

/** A text property; `""` where there is none. */
export function textProperty({ properties }: PlacedWidget, key: string): string {
  const value = own(properties, key);
  return typeof value === 'string' ? value : '';
}

/** `send_1`, `send_2`, …: the first that no widget bears. */
export function freeName(stem: string, { byName }: FlowModel): string {
  for (let count = 1; ; count++) if (!byName.has(`${stem}_${count}`)) return `${stem}_${count}`;
}
