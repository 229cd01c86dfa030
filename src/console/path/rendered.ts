/** The properties of a widget as they were when it was entered: rendered by the engine that runs flows. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import type { Limits } from '../../engine/limits.ts';
import { LiquidError, parseTemplate, renderTemplate } from '../../engine/liquid/index.ts';
import { evaluatePredicate, findPredicate } from '../../engine/predicates/index.ts';
import type { Settings } from '../../engine/settings.ts';

/** With what the server ran it. */
export interface RenderFacts {
  readonly context: JsonObject;
  readonly nowMs: number;
  readonly settings: Settings;
  readonly limits: Limits;
}

export interface RenderedProperty {
  /** E.g. `['parameters', '0', 'value']`. */
  readonly path: readonly string[];
  readonly template: string;
  /** The text as it came out; the same as the template where that has nothing to render. */
  readonly text: string;
  /** Why it could not be rendered. */
  readonly error: string | undefined;
}

/** Every text and value of `properties` but its place on the canvas, in the order of the file. */
export function renderProperties(properties: JsonObject, facts: RenderFacts): readonly RenderedProperty[] {
  return Object.entries(properties)
    .filter(([key]) => key !== 'offset')
    .flatMap(([key, value]) => leavesOf(value, [key]))
    .map(({ path, template }) => ({ path, template, ...render(template, facts) }));
}

export function render(
  template: string,
  { context, nowMs, settings, limits }: RenderFacts,
): { readonly text: string; readonly error: string | undefined } {
  try {
    const parsed = parseTemplate(template, settings.liquidDialect, limits.liquid);
    if (parsed.isPlain) return { text: template, error: undefined };
    const options = {
      dialect: settings.liquidDialect,
      timeZone: settings.timeZone,
      nowMs,
      limits: limits.liquid,
      meter: { used: 0 },
    };
    return { text: renderTemplate(parsed, context, options).text, error: undefined };
  } catch (error) {
    if (error instanceof LiquidError) return { text: '', error: error.message };
    throw error;
  }
}

function leavesOf(
  value: Json,
  path: readonly string[],
): readonly { readonly path: readonly string[]; readonly template: string }[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, [...path, String(index)]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
  return [{ path, template: value === null ? '' : String(value) }];
}

export interface TestedCondition {
  /** The outlet that its transition is, from 0 among those with conditions. */
  readonly transition: number;
  readonly left: string;
  /** The predicate's wire name. */
  readonly predicate: string;
  /** Undefined for a predicate that takes none. */
  readonly right: string | undefined;
  readonly friendlyName: string;
  /** `not reached`: what came before decided. */
  readonly verdict: 'holds' | 'fails' | 'not reached';
}

interface Transition {
  readonly event: string;
  readonly conditions: readonly { readonly type: string; readonly friendlyName: string; readonly value: string }[];
}

/** What the conditions of a split made of the context, in their order; the engine's own predicates decide. */
export function testConditions(
  json: JsonObject,
  transitions: readonly Transition[],
  facts: RenderFacts,
): readonly TestedCondition[] {
  const raw = conditionsOf(json);
  const input = isJsonObject(json.properties) ? asText(json.properties.input) : '';
  let isDecided = false;
  return transitions
    .filter(({ conditions }) => conditions.length > 0)
    .flatMap(({ conditions }, transition) => {
      let holds = !isDecided;
      const tested = conditions.map((condition, index): TestedCondition => {
        const left = render(asText(raw[transition]?.[index]?.argument ?? input), facts).text;
        const usesValue = findPredicate(condition.type)?.usesValue ?? true;
        const right = usesValue ? render(condition.value, facts).text : undefined;
        const common = { transition, left, predicate: condition.type, right, friendlyName: condition.friendlyName };
        if (!holds) return { ...common, verdict: 'not reached' };
        const work = { limit: facts.limits.regexSteps, used: 0 };
        holds = evaluatePredicate(condition.type, left, right ?? '', work).isMatch;
        return { ...common, verdict: holds ? 'holds' : 'fails' };
      });
      isDecided ||= holds;
      return tested;
    });
}

/** What each condition looks at, by transition that has some. */
function conditionsOf(json: JsonObject): readonly (readonly { readonly argument: Json | undefined }[])[] {
  const transitions = Array.isArray(json.transitions) ? json.transitions : [];
  return transitions
    .map((transition: Json) => {
      const conditions = isJsonObject(transition) && Array.isArray(transition.conditions) ? transition.conditions : [];
      return conditions.filter(isJsonObject).map(({ arguments: all }) => ({
        argument: Array.isArray(all) ? all[0] : undefined,
      }));
    })
    .filter((conditions) => conditions.length > 0);
}

function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
