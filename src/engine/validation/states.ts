import { isJsonObject, type JsonObject, own } from '../json.ts';
import type { Widget } from '../widget.ts';
import {
  conditionalTransitionSchema,
  conditionSchema,
  offsetSchema,
  otherTransitionSchema,
  stateSchema,
  transitionSchema,
  triggerStateSchema,
} from './envelope.ts';
import type { Path, Report } from './report.ts';
import { checkSchema, type Schema, type TemplateVisitor } from './schema.ts';

/** The type of the widget that every flow begins with. */
export const TRIGGER_TYPE = 'trigger';

/** What is the same for all states of a validation. */
export interface StateRules {
  readonly widgets: ReadonlyMap<string, Widget>;
  /** Names that a transition may lead to. */
  readonly names: ReadonlySet<string>;
  readonly report: Report;
  readonly onTemplate: TemplateVisitor;
}

type ConditionTypes = NonNullable<Widget['conditionTypes']>;

/** Checks what one state says by itself: form, type, properties, events, targets, conditions. */
export function checkState(raw: unknown, path: Path, rules: StateRules): void {
  const { report, widgets } = rules;
  const type = isJsonObject(raw) ? own(raw, 'type') : undefined;
  checkSchema(type === TRIGGER_TYPE ? triggerStateSchema : stateSchema, raw, path, report);
  if (!isJsonObject(raw)) return;
  const widget = typeof type === 'string' ? widgets.get(type) : undefined;
  if (typeof type === 'string' && !widget) {
    const message = `does not have a value in the enumeration [${[...widgets.keys()].join(', ')}]`;
    report.error([...path, 'type'], 'unknown-widget-type', message);
  }
  const properties = own(raw, 'properties');
  if (widget && isJsonObject(properties)) checkProperties(widget, properties, [...path, 'properties'], rules);
  const transitions = own(raw, 'transitions');
  if (!Array.isArray(transitions)) return;
  for (const [index, transition] of transitions.entries()) {
    checkTransition(transition, [...path, 'transitions', index], widget, rules);
  }
}

function checkProperties(widget: Widget, properties: JsonObject, path: Path, rules: StateRules): void {
  // Every state may hold its place on the canvas.
  const schema: Schema = {
    ...widget.properties,
    properties: { ...widget.properties.properties, offset: offsetSchema },
  };
  checkSchema(schema, properties, path, rules.report, rules.onTemplate);
  for (const { path: relative, message } of widget.validate?.(properties) ?? []) {
    rules.report.error([...path, ...relative.split('/')], 'invalid-property', message);
  }
}

function checkTransition(raw: unknown, path: Path, widget: Widget | undefined, rules: StateRules): void {
  const event = isJsonObject(raw) ? own(raw, 'event') : undefined;
  const isConditional = widget?.repeatableEvent !== undefined && event === widget.repeatableEvent;
  checkSchema(transitionSchemaOf(widget, isConditional), raw, path, rules.report);
  if (!isJsonObject(raw)) return;
  if (widget && typeof event === 'string') checkEvent(event, widget, [...path, 'event'], rules.report);
  const next = own(raw, 'next');
  if (typeof next === 'string' && next !== '' && !rules.names.has(next)) {
    rules.report.error([...path, 'next'], 'unknown-target', 'must match a widget name');
  }
  const conditions = own(raw, 'conditions');
  if (!isConditional || !Array.isArray(conditions)) return;
  for (const [index, condition] of conditions.entries()) {
    checkCondition(condition, [...path, 'conditions', index], widget.conditionTypes ?? [], rules);
  }
}

function transitionSchemaOf(widget: Widget | undefined, isConditional: boolean): Schema {
  if (isConditional) return conditionalTransitionSchema;
  // Of an unknown or undocumented type it is not known whether it has conditions.
  const mayHaveConditions = !widget || widget.acceptsAnyEvent || widget.repeatableEvent !== undefined;
  return mayHaveConditions ? otherTransitionSchema : transitionSchema;
}

/** The service names every event that would be right, one entry each (limits-and-errors §5). */
function checkEvent(event: string, widget: Widget, path: Path, report: Report): void {
  if (widget.acceptsAnyEvent || Object.hasOwn(widget.events, event) || widget.silentEvents?.includes(event)) return;
  for (const name of Object.keys(widget.events)) {
    report.error(path, 'unknown-event', `must be a constant value ${name}`);
  }
}

function checkCondition(raw: unknown, path: Path, types: ConditionTypes, rules: StateRules): void {
  const type = isJsonObject(raw) ? own(raw, 'type') : undefined;
  const usesValue = types.find((each) => each.type === type)?.usesValue ?? true;
  const names = types.map((each) => each.type);
  checkSchema(conditionSchema(names, usesValue), raw, path, rules.report, rules.onTemplate);
}
