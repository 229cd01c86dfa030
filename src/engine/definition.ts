import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type LiquidDialect, LiquidError, type LiquidLimits, parseTemplate, type Template } from './liquid/index.ts';
import type { Widget } from './widget.ts';

/** One condition of a split's `match` transition. Source: messaging page §5. */
export interface Condition {
  readonly type: string;
  /** Template of the left side; absent in some flows: then the split's `input`. */
  readonly argument?: Json;
  readonly value?: Json;
}

export interface Transition {
  readonly event: string;
  /** Name of the next state; absent when the branch ends (`null` and `""` in the file mean the same). */
  readonly next?: string;
  readonly conditions: readonly Condition[];
}

/** A widget placed in a flow. */
export interface State {
  readonly name: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly transitions: readonly Transition[];
  /** Absent when the type is unknown. */
  readonly widget: Widget | undefined;
}

/** A flow definition made ready to run: states by name, templates parsed at most once. */
export interface Flow {
  readonly initialState: string;
  readonly states: ReadonlyMap<string, State>;
  readonly allowConcurrentCalls: boolean;
  /** Some widget answers the webhook that is open (`add-twiml-redirect`, voice). */
  readonly answersRequests: boolean;
  /** Every `run-subflow` reference, as `subflowKey` writes it. */
  readonly subflows: readonly SubflowReference[];
  /** The parsed template of a text; the error it fails with, if it has one. */
  template(source: string): Template | LiquidError;
}

export interface SubflowReference {
  readonly flowSid: string;
  /** `LatestPublished`, `LatestDraft`, `LatestRevision` or a number as text. */
  readonly revision: string;
}

/** Key of a subflow reference in `Program.subflows` and in an execution's pins. */
export function subflowKey(reference: SubflowReference): string {
  return `${reference.flowSid}@${reference.revision}`;
}

/** What the engine runs: a flow and the subflows it refers to, each at its pinned revision. */
export interface Program {
  readonly flow: Flow;
  readonly subflows: ReadonlyMap<string, Flow>;
}

/**
 * Compiles a definition. Lenient, as at run time (execution-model §1): what has the wrong form is left out,
 * what is unknown is ignored; the validator is the place that complains.
 */
export function compileFlow(
  definition: JsonObject,
  widgets: ReadonlyMap<string, Widget>,
  liquid: { readonly dialect: LiquidDialect; readonly limits: LiquidLimits },
): Flow {
  const states = new Map<string, State>();
  for (const raw of asArray(definition.states)) {
    const state = compileState(raw, widgets);
    if (state && !states.has(state.name)) states.set(state.name, state);
  }
  const templates = new Map<string, Template | LiquidError>();
  const flags = definition.flags;
  const all = [...states.values()];
  return {
    initialState: typeof definition.initial_state === 'string' ? definition.initial_state : '',
    states,
    allowConcurrentCalls: !isJsonObject(flags) || flags.allow_concurrent_calls !== false,
    answersRequests: all.some((state) => state.widget?.answersRequests === true),
    subflows: all.flatMap((state) => state.widget?.subflowReference?.(state.properties) ?? []),
    template(source) {
      let template = templates.get(source);
      if (template === undefined) {
        template = parsed(source, liquid.dialect, liquid.limits);
        templates.set(source, template);
      }
      return template;
    },
  };
}

function parsed(source: string, dialect: LiquidDialect, limits: LiquidLimits): Template | LiquidError {
  try {
    return parseTemplate(source, dialect, limits);
  } catch (error) {
    if (error instanceof LiquidError) return error;
    throw error;
  }
}

function compileState(raw: Json, widgets: ReadonlyMap<string, Widget>): State | undefined {
  if (!isJsonObject(raw) || typeof raw.type !== 'string') return undefined;
  const type = raw.type;
  // A trigger may come without a name (messaging page §2).
  const name = typeof raw.name === 'string' ? raw.name : type === 'trigger' ? 'Trigger' : undefined;
  if (name === undefined) return undefined;
  return {
    name,
    type,
    properties: isJsonObject(raw.properties) ? raw.properties : {},
    transitions: asArray(raw.transitions).flatMap(compileTransition),
    widget: widgets.get(type),
  };
}

function compileTransition(raw: Json): Transition[] {
  if (!isJsonObject(raw) || typeof raw.event !== 'string') return [];
  const conditions = asArray(raw.conditions).flatMap(compileCondition);
  const next = raw.next;
  const transition = { event: raw.event, conditions };
  return [typeof next === 'string' && next !== '' ? { ...transition, next } : transition];
}

function compileCondition(raw: Json): Condition[] {
  if (!isJsonObject(raw) || typeof raw.type !== 'string') return [];
  const [argument] = asArray(raw.arguments);
  return [
    {
      type: raw.type,
      ...(argument === undefined ? {} : { argument }),
      ...(raw.value === undefined ? {} : { value: raw.value }),
    },
  ];
}

function asArray(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/**
 * The transition that `event` takes: the first of that name with a `next`, else the first of that name
 * (vocabulary, Oddities: an event that stands twice).
 */
export function transitionOf(state: State, event: string): Transition | undefined {
  let first: Transition | undefined;
  for (const transition of state.transitions) {
    if (transition.event !== event) continue;
    if (transition.next !== undefined) return transition;
    first ??= transition;
  }
  return first;
}
