/** What templates read: variables, widgets and what widgets keep. */
import { isJsonObject, type Json, own } from '../../engine/json.ts';
import type { Path } from '../../engine/validation/report.ts';
import type { Schema } from '../../engine/validation/schema.ts';
import { type LiquidPath, pathsIn, spliced, stepText } from '../liquid-paths.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import type { FlowModel, PlacedWidget } from './flow-model.ts';
import { nearestFinder, nearestName } from './nearest.ts';
import type { Fix, FlowProblem, OwnProblemId, Severity } from './problem.ts';
import { runsBefore } from './strong-components.ts';

/** A Liquid text with its place. */
export interface PlacedTemplate {
  readonly widget: PlacedWidget;
  readonly path: Path;
  readonly source: string;
}

/** Every template of a widget, in the order in which it stands. */
export function templatesOf(widget: PlacedWidget): PlacedTemplate[] {
  const found: PlacedTemplate[] = [];
  const walk = (value: Json, schema: Schema | undefined, path: Path): void => {
    if (typeof value === 'string') {
      if (schema?.liquid === true) found.push({ widget, path, source: value });
    } else if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) walk(item, schema?.items, [...path, at]);
    } else if (isJsonObject(value)) {
      for (const [key, held] of Object.entries(value)) walk(held, schema?.properties?.[key], [...path, key]);
    }
  };
  walk(widget.properties, widget.widget?.properties as Schema | undefined, [...widget.path, 'properties']);
  for (const { path, argument, value } of widget.transitions.flatMap(({ conditions }) => conditions)) {
    if (typeof argument === 'string') found.push({ widget, path: [...path, 'arguments', 0], source: argument });
    if (typeof value === 'string') found.push({ widget, path: [...path, 'value'], source: value });
  }
  return found;
}

export function referenceProblems(model: FlowModel): FlowProblem[] {
  const variables = setVariables(model);
  const known: Known = {
    model,
    variables,
    nearestVariable: nearestFinder([...variables]),
    precedes: runsBefore(model.widgets),
  };
  return model.widgets.flatMap((widget) => {
    // A condition repeats the split's input: of one widget, each mistake is told once.
    const told = new Map<string, FlowProblem>();
    for (const template of templatesOf(widget)) {
      for (const path of pathsIn(template.source)) {
        const found = problemOf(template, path, known);
        if (found === undefined) continue;
        const before = told.get(found.message);
        told.set(found.message, before === undefined ? found : joined(before, found));
      }
    }
    return [...told.values()];
  });
}

interface Known {
  readonly model: FlowModel;
  readonly variables: ReadonlySet<string>;
  readonly nearestVariable: (name: string) => string | undefined;
  readonly precedes: (earlier: PlacedWidget, later: PlacedWidget) => boolean;
}

/** One problem for all the places where the same is said; its fix mends them all. */
function joined(one: FlowProblem, other: FlowProblem): FlowProblem {
  const fixes = one.fixes.map((fix, at): Fix => {
    const more = other.fixes[at];
    if (!('edits' in fix) || more === undefined || !('edits' in more)) return fix;
    const places = new Set(fix.edits.map((edit) => JSON.stringify(edit)));
    return { ...fix, edits: [...fix.edits, ...more.edits.filter((edit) => !places.has(JSON.stringify(edit)))] };
  });
  return { ...one, fixes };
}

/** Keys of Set Variables, anywhere in the flow. */
function setVariables({ widgets }: FlowModel): Set<string> {
  const setters = widgets.filter(({ type }) => type === 'set-variables');
  return new Set(setters.flatMap(({ properties }) => keysOf(own(properties, 'variables'))));
}

function keysOf(list: Json | undefined): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => (isJsonObject(entry) && typeof entry.key === 'string' ? [entry.key] : []));
}

function problemOf(template: PlacedTemplate, { root, steps }: LiquidPath, known: Known): FlowProblem | undefined {
  const [first, second] = steps;
  if (root === 'flow' && first?.name === 'variables' && second) return unknownVariable(template, second.name, known);
  if (root !== 'widgets' || first === undefined) return undefined;
  const other = known.model.byName.get(first.name);
  if (other === undefined) return unknownWidget(template, first.name, known);
  return (
    notYetRun(template, other, known) ??
    (second &&
      unknownOutput(
        template,
        other,
        steps.map(({ name }) => name),
      ))
  );
}

function toldOf(
  { widget, path }: PlacedTemplate,
  id: OwnProblemId,
  message: string,
  fixes: readonly Fix[] = [],
  severity: Severity = 'warning',
): FlowProblem {
  return { id, severity, widget: widget.name, state: widget.index, path, message, fixes };
}

function unknownVariable(
  template: PlacedTemplate,
  name: string,
  { variables, nearestVariable }: Known,
): FlowProblem | undefined {
  if (variables.has(name)) return undefined;
  const nearest = nearestVariable(name);
  const fixes = nearest === undefined ? [] : [replacement(template, ['flow', 'variables', name], nearest)];
  return toldOf(template, 'unknown-variable', texts.unknownVariable(name, nearest), fixes);
}

function unknownWidget(template: PlacedTemplate, name: string, { model }: Known): FlowProblem {
  const nearest = model.nearestName(name);
  const fixes = nearest === undefined ? [] : [replacement(template, ['widgets', name], nearest)];
  return toldOf(template, 'unknown-widget-ref', texts.unknownWidgetRef(name, template.widget.name), fixes);
}

/** Said only of widgets that run: of others it is enough that nothing leads to them. */
function notYetRun(template: PlacedTemplate, other: PlacedWidget, { model, precedes }: Known): FlowProblem | undefined {
  const { widget } = template;
  if (!model.reached.has(widget) || precedes(other, widget)) return undefined;
  const message = other === widget ? texts.usesItself(widget.name) : texts.notYetRun(widget.name, other.name);
  return toldOf(template, 'not-yet-run', message);
}

/** Answers of a contact, under the names that other widgets have for them. */
const answerKeys: readonly string[] = ['Body', 'body', 'Digits', 'SpeechResult'];

function unknownOutput(
  template: PlacedTemplate,
  other: PlacedWidget,
  names: readonly string[],
): FlowProblem | undefined {
  const key = names[1];
  const outputs = other.type === 'set-variables' ? keysOf(own(other.properties, 'variables')) : fixedOutputs(other);
  if (key === undefined || outputs === undefined || outputs.includes(key)) return undefined;
  // Callbacks of calls carry more parameters than any list, all of them in PascalCase.
  if (outputs.includes('CallSid') && /^[A-Z]/.test(key) && !answerKeys.includes(key)) return undefined;
  const instead =
    other.type === 'send-and-wait-for-reply'
      ? texts.outputs.replies
      : other.type === 'gather-input-on-call'
        ? texts.outputs.keys
        : outputs.length === 0
          ? texts.outputs.nothing
          : texts.outputs.these(outputs);
  const right = rightOutput(other, names, outputs);
  const fixes =
    right === undefined ? [] : [replacement(template, ['widgets', ...names.slice(0, 1 + right.instead)], right.name)];
  return toldOf(template, 'unknown-output', texts.unknownOutput(other.name, key, instead), fixes, 'notice');
}

/** Undefined: the widget keeps what nobody can know beforehand. */
function fixedOutputs({ widget }: PlacedWidget): string[] | undefined {
  if (widget === undefined || widget.acceptsAnyEvent) return undefined;
  const keys = Object.keys(widget.outputs);
  return keys.some((key) => key.startsWith('<')) ? undefined : keys;
}

/** What was meant, and how many names of the path it stands for. */
function rightOutput(
  other: PlacedWidget,
  names: readonly string[],
  outputs: readonly string[],
): { readonly name: string; readonly instead: number } | undefined {
  const [, key = '', inner] = names;
  if (other.type === 'send-and-wait-for-reply' && answerKeys.includes(key)) return { name: 'inbound.Body', instead: 1 };
  if (other.type === 'gather-input-on-call') {
    if (key === 'inbound' && inner === 'Body') return { name: 'Digits', instead: 2 };
    if (answerKeys.includes(key)) return { name: 'Digits', instead: 1 };
  }
  const nearest = nearestName(key, outputs);
  return nearest === undefined ? undefined : { name: nearest, instead: 1 };
}

/**
 * Replaces the last name of a path, wherever the template reads it. For `widgets.<name>.<key>…` what is replaced begins
 * at the key.
 */
function replacement({ path, source }: PlacedTemplate, names: readonly string[], name: string): Fix {
  const [root, ...rest] = names;
  const from = root === 'widgets' && rest.length > 1 ? 1 : rest.length - 1;
  const changes = pathsIn(source).flatMap((found) => {
    if (found.root !== root || !rest.every((each, at) => found.steps[at]?.name === each)) return [];
    const [first, last] = [found.steps[from], found.steps[rest.length - 1]];
    if (first === undefined || last === undefined) return [];
    const text = name.includes('.') && from === 1 ? `.${name}` : stepText(name, first);
    return [{ start: first.start, end: last.end, text }];
  });
  return { label: texts.fix.replace(name), edits: [{ do: 'set', path, value: spliced(source, changes) }] };
}
