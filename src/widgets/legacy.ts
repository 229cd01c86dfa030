import { Type } from 'typebox';
import type { EffectRequest, ResourceResult } from '../engine/effects.ts';
import { isJsonObject, type Json, type JsonObject, objectOf, own } from '../engine/json.ts';
import type { ProblemCode } from '../engine/problems.ts';
import { failUnknown } from '../engine/unknown-widget.ts';
import {
  defineWidget,
  ignore,
  transition,
  type Widget,
  type WidgetContext,
  type WorkedExample,
  wait,
} from '../engine/widget.ts';

/** Any event: nobody documented those of the legacy types. */
const anyEvent: { readonly [event: string]: string } = {};

/** What all of them have in common: the official enumeration of types is all there is. */
const legacyDefinition = {
  source: 'https://www.twilio.com/docs/studio/rest-api/v2/schemas',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: Type.Object({}, { additionalProperties: true }),
  events: anyEvent,
  acceptsAnyEvent: true,
} as const;

/**
 * Declares a type whose product is gone and of which only the name is known: any properties and events are kept, its
 * failure branch is taken. Source: messaging page §13.1 (inferred).
 */
export function defineRetiredWidget(definition: { type: string; title: string; summary: string }): Widget {
  return defineWidget({
    ...definition,
    ...legacyDefinition,
    retired: true,
    example: {},
    worked: { transitions: [{ event: 'failed' }], event: 'failed' },
    enter: (context) => failUnknown(context, 'its type is retired'),
  });
}

/** Reads properties whose spelling nobody published. */
export interface LegacyReader {
  /** The first of these properties that is there, rendered and trimmed; an object as its JSON text; `""`: none is. */
  read(spellings: readonly string[]): string;
}

/** What the widget cannot go without, e.g. `workflow`. */
type Missing = { readonly missing: string };
/** Why its properties cannot be used. */
type Fault = { readonly fault: string };

interface LegacyDefinition {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  readonly example: JsonObject;
  readonly worked?: WorkedExample;
  /** What it asks for. */
  request(reader: LegacyReader, context: WidgetContext): EffectRequest | Missing | Fault;
  /** Code of a refusal; 81020 unless said. */
  readonly refusalCode?: ProblemCode;
}

/**
 * Events that mean success, in order of preference; where none of them is there, the first that is no failure
 * (inferred, as all of these types: messaging page §13.1).
 */
const successEvents = ['success', 'created', 'sent', 'added', 'updated', 'done', 'completed', 'next'];

/** Events that are no success, whatever else they mean. */
const otherEvents = /fail|error|timeout/i;

/**
 * Declares a type of which only the name is known and whose product still exists: it runs when its properties can be
 * read by the spellings that are likeliest, else its failure branch is taken. Any properties and events are kept.
 */
export function defineLegacyWidget({ request, refusalCode = 81020, worked, ...definition }: LegacyDefinition): Widget {
  return defineWidget({
    ...definition,
    ...legacyDefinition,
    outputs: { sid: 'SID of what was made, beside all else that its resource shows' },
    worked: worked ?? { transitions: [{ event: 'success' }, { event: 'failed' }], event: 'success' },

    enter(context) {
      const effect = request({ read: (spellings) => read(context, spellings) }, context);
      if ('missing' in effect) return failUnknown(context, `its ${effect.missing} cannot be found`);
      if ('fault' in effect) return failUnknown(context, effect.fault, refusalCode);
      return wait({ effects: [effect] });
    },

    on: {
      effectResult(context) {
        const { outcome } = context;
        if (outcome.type === 'message.send' || outcome.type === 'http.request' || outcome.type === 'function.run') {
          return ignore();
        }
        return finish(context, outcome.result, refusalCode);
      },
    },
  });
}

/** `{ [key]: text }`, or nothing where the text is blank. */
export function given<K extends string>(key: K, text: string): { readonly [P in K]?: string } {
  return text === '' ? {} : ({ [key]: text } as { readonly [P in K]: string });
}

function read({ properties, render }: WidgetContext, spellings: readonly string[]): string {
  for (const spelling of spellings) {
    const value = rendered(own(properties as JsonObject, spelling) ?? '', render);
    const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
    if (text !== '' && value !== null) return text;
  }
  return '';
}

/** The value with every text in it rendered; a list of `{key, value}`, the usual form in Studio, as an object. */
function rendered(value: Json, render: WidgetContext['render']): Json {
  if (typeof value === 'string') return render(value);
  if (isJsonObject(value)) {
    return objectOf(Object.entries(value).map(([key, each]) => [key, rendered(each, render)] as const));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = value.filter(isKeyValue);
  if (entries.length === 0 || entries.length < value.length) return value.map((each: Json) => rendered(each, render));
  return objectOf(entries.map((entry) => [entry.key, rendered(entry.value, render)] as const));
}

function isKeyValue(value: Json): value is { readonly key: string; readonly value: Json } {
  return isJsonObject(value) && typeof value.key === 'string' && own(value, 'value') !== undefined;
}

function finish(context: WidgetContext, result: ResourceResult, refusalCode: ProblemCode) {
  if (!result.ok) return failUnknown(context, `it was refused: ${result.message}`, refusalCode);
  return transition(successOf(context), result.resource);
}

function successOf({ state }: WidgetContext): string {
  const present = state.transitions.map(({ event }) => event).filter((event) => !otherEvents.test(event));
  return successEvents.find((event) => present.includes(event)) ?? present[0] ?? 'success';
}
