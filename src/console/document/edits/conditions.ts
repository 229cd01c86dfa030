/** Splits: their conditions, the value that they test, and the transitions of any widget as rows. */
import type { Json, JsonObject } from '../../../engine/json.ts';
import { findPredicate } from '../../../engine/predicates/index.ts';
import { documentTexts } from '../../texts/document.ts';
import { appendTo, newTransition, type Placed, type Plan, type Refusal, refuse, type Scene } from '../scene.ts';
import type { Splice } from '../splice.ts';
import { type ContainerSpot, findContainer, findItem } from '../spot.ts';
import { nodeValue } from '../syntax.ts';
import type { ConditionView } from '../view.ts';
import { insertItems, moveItem, removeChildren, writeMember, writeValue } from '../write.ts';

const { entries, refusals } = documentTexts;

/** What a row of the builder says; what is left out stays, or is written as Studio does. */
interface ConditionFields {
  /** Wire name of the predicate: `equal_to`. */
  readonly type?: string;
  readonly value?: string;
  readonly friendlyName?: string;
  /** The value to test; the split's input in a new condition. */
  readonly argument?: string;
}

export type ConditionEdit =
  /** A new transition behind the last; `next` is an id. */
  | ({
      readonly do: 'addCondition';
      readonly widget: string;
      readonly type: string;
      readonly next?: string;
    } & ConditionFields)
  /** One more condition of a transition: all of them must hold. */
  | ({
      readonly do: 'addAndCondition';
      readonly widget: string;
      readonly type: string;
      readonly transition: number;
    } & ConditionFields)
  | ({
      readonly do: 'changeCondition';
      readonly widget: string;
      readonly transition: number;
      readonly condition: number;
    } & ConditionFields)
  /** With its last condition the transition goes. */
  | { readonly do: 'removeCondition'; readonly widget: string; readonly transition: number; readonly condition: number }
  /** Places among the transitions of the file. */
  | { readonly do: 'moveTransition'; readonly widget: string; readonly transition: number; readonly to: number }
  | { readonly do: 'removeTransition'; readonly widget: string; readonly transition: number }
  /** The value to test; conditions follow where they tested the same. */
  | { readonly do: 'setInput'; readonly widget: string; readonly input: string };

export function planCondition(scene: Scene, edit: ConditionEdit): Plan | Refusal {
  const placed = scene.find(edit.widget);
  if (placed === undefined) return refuse(refusals.noWidget(edit.widget));
  const { name } = placed.state;
  if (edit.do === 'setInput') return { name: entries.editInput(name), flow: inputSplices(scene, placed, edit.input) };
  if (edit.do === 'addCondition') return planAddCondition(scene, placed, edit);
  const transitions = findContainer(placed.spot, ['transitions'], 'array');
  const view = placed.state.transitions.find(({ index }) => index === edit.transition);
  if (transitions === undefined || view === undefined) return refuse(refusals.noTransition(name));
  if (edit.do === 'moveTransition') {
    const to = Math.max(0, Math.min(edit.to, transitions.node.children.length - 1));
    return { name: entries.editTransitions(name), flow: moveItem(transitions, edit.transition, to) };
  }
  if (edit.do === 'removeTransition') {
    return { name: entries.editTransitions(name), flow: removeChildren(transitions, [edit.transition]) };
  }
  const transition = findContainer(transitions, [edit.transition], 'object');
  if (transition === undefined) return refuse(refusals.noTransition(name));
  if (edit.do === 'addAndCondition') {
    const condition = newCondition(placed, edit);
    return { name: entries.editConditions(name), flow: appendTo(scene, transition, 'conditions', [condition]) };
  }
  const conditions = findContainer(transition, ['conditions'], 'array');
  const condition = conditions && findContainer(conditions, [edit.condition], 'object');
  if (conditions === undefined || condition === undefined) return refuse(refusals.noCondition(name));
  if (edit.do === 'changeCondition') {
    const flow = changedCondition(scene, placed, condition, edit);
    return { name: entries.editConditions(name), flow };
  }
  const isLast = conditions.node.children.length === 1;
  return {
    name: entries.editConditions(name),
    flow: isLast ? removeChildren(transitions, [edit.transition]) : removeChildren(conditions, [edit.condition]),
  };
}

/** The name that Studio makes up for a condition. Source: messaging page §5, `friendly_name`. */
export function friendlyNameOf(type: string, value: string): string {
  return `If value ${type} ${value}`;
}

function planAddCondition(
  scene: Scene,
  placed: Placed,
  edit: Extract<ConditionEdit, { do: 'addCondition' }>,
): Plan | Refusal {
  const target = edit.next === undefined ? undefined : scene.view.find(edit.next);
  if (edit.next !== undefined && target === undefined) return refuse(refusals.noWidget(edit.next));
  if (target?.type === 'trigger') return refuse(refusals.nothingLeadsToTrigger);
  const event = placed.state.widget?.repeatableEvent ?? 'match';
  const conditions = [newCondition(placed, edit)];
  const transition = newTransition(scene.manner(), event, target?.name, { conditions });
  return {
    name: entries.editConditions(placed.state.name),
    flow: appendTo(scene, placed.spot, 'transitions', [transition]),
  };
}

function newCondition({ state }: Placed, fields: ConditionFields & { readonly type: string }): JsonObject {
  const { type, argument = inputOf(state.properties.input) } = fields;
  const value = writtenValue(type, fields.value);
  const { friendlyName = friendlyNameOf(type, value) } = fields;
  return { friendly_name: friendlyName, arguments: [argument], type, value };
}

/** Blank checks have no value; Studio writes these words. Source: messaging page §5. */
function writtenValue(type: string, value = ''): string {
  if (findPredicate(type)?.usesValue !== false) return value;
  return type === 'is_blank' ? 'Is Blank' : 'Is Not Blank';
}

/** A name that was made up follows what it tells of. */
function changedCondition(
  { style }: Scene,
  placed: Placed,
  condition: ContainerSpot,
  edit: Extract<ConditionEdit, { do: 'changeCondition' }>,
): readonly Splice[] {
  const transition = placed.state.transitions.find(({ index }) => index === edit.transition);
  const old = transition?.conditions[edit.condition] ?? ({ type: '' } satisfies ConditionView);
  const type = edit.type ?? old.type;
  const oldValue = inputOf(old.value);
  const usedValue = findPredicate(old.type)?.usesValue !== false;
  const value = writtenValue(type, edit.value ?? (usedValue ? oldValue : ''));
  const isMadeUp = old.friendlyName === friendlyNameOf(old.type, oldValue);
  const friendlyName = edit.friendlyName ?? (isMadeUp ? friendlyNameOf(type, value) : undefined);
  const changesValue = edit.value !== undefined || type !== old.type;
  return [
    ...(friendlyName === undefined ? [] : writeMember(condition, 'friendly_name', friendlyName, style)),
    ...(edit.argument === undefined ? [] : writeArgument(style, condition, edit.argument)),
    ...(edit.type === undefined ? [] : writeMember(condition, 'type', type, style)),
    ...(changesValue ? writeMember(condition, 'value', value, style) : []),
  ];
}

function writeArgument(style: Scene['style'], condition: ContainerSpot, argument: string): readonly Splice[] {
  const list = findContainer(condition, ['arguments'], 'array');
  const first = list && findItem(list, 0);
  if (first) return writeValue(first, argument, style);
  return list
    ? insertItems(list, 0, [{ value: argument }], style)
    : writeMember(condition, 'arguments', [argument], style);
}

function inputSplices({ style }: Scene, placed: Placed, input: string): readonly Splice[] {
  const old = placed.state.properties.input;
  const properties = findContainer(placed.spot, ['properties'], 'object');
  const own = properties
    ? writeMember(properties, 'input', input, style)
    : writeMember(placed.spot, 'properties', { input }, style);
  const following = placed.state.transitions.flatMap(({ index }) => {
    const conditions = findContainer(placed.spot, ['transitions', index, 'conditions'], 'array');
    return (conditions?.node.children ?? []).flatMap((_, condition) => {
      const list = conditions && findContainer(conditions, [condition, 'arguments'], 'array');
      const first = list && findItem(list, 0);
      return first && old !== undefined && nodeValue(first.node) === old ? writeValue(first, input, style) : [];
    });
  });
  return [...own, ...following];
}

function inputOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
