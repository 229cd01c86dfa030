import type { Limits } from '../limits.ts';
import type { Schema } from './schema.ts';

/** The one value that `$schema` may have. Source: execution-model §1. */
const FLOW_SCHEMA = 'https://schemas.twilio.com/studio/draft/2019-09/flow-definition';

const text: Schema = { type: 'string' };
const named: Schema = { type: 'string', minLength: 1 };
const template: Schema = { type: 'string', liquid: true };
/** Its entries are checked one by one, each against a schema of its own. */
const list: Schema = { type: 'array' };
const anyObject: Schema = { type: 'object' };

/** Form of a definition. Source: execution-model §1; messaging page, end of Appendix A. */
export function definitionSchema(limits: Limits): Schema {
  return {
    type: 'object',
    required: ['states', 'initial_state'],
    properties: {
      $schema: { const: FLOW_SCHEMA },
      description: text,
      // The published schema stops at 1,000; the product's limit is 2,000 (messaging page §15).
      states: { ...list, minItems: 1, maxItems: limits.widgetsPerFlow },
      initial_state: named,
      flags: {
        type: 'object',
        required: ['allow_concurrent_calls'],
        properties: { allow_concurrent_calls: { type: 'boolean' } },
      },
    },
  };
}

const stateProperties = { name: named, type: text, transitions: list, properties: anyObject };

export const stateSchema: Schema = {
  type: 'object',
  required: ['name', 'type', 'transitions', 'properties'],
  properties: stateProperties,
};

/** A trigger may come without a name and without properties (messaging page §2). */
export const triggerStateSchema: Schema = { ...stateSchema, required: ['type', 'transitions'] };

/** Without `next`, or with `null` or `""` there, the branch ends (execution-model §1). */
export const transitionSchema: Schema = {
  type: 'object',
  required: ['event'],
  properties: { event: text, next: text },
};

/** A transition of a widget that has conditions, but not on this event. */
export const otherTransitionSchema: Schema = {
  ...transitionSchema,
  properties: { ...transitionSchema.properties, conditions: list },
};

/** A transition that is taken when its conditions hold. */
export const conditionalTransitionSchema: Schema = {
  type: 'object',
  required: ['event', 'conditions'],
  properties: { ...transitionSchema.properties, conditions: { ...list, minItems: 1 } },
};

/**
 * A condition. The service's schema requires all its keys, but flows leave `value` out where the comparison has none
 * (messaging page §5).
 */
export function conditionSchema(types: readonly string[], usesValue: boolean): Schema {
  return {
    type: 'object',
    required: ['friendly_name', 'arguments', 'type', ...(usesValue ? ['value'] : [])],
    properties: {
      friendly_name: text,
      arguments: { ...list, items: template },
      type: { ...text, enum: types },
      value: template,
    },
  };
}

/** Place on the canvas; the service writes integers, fractions are taken too (execution-model §1). */
export const offsetSchema: Schema = {
  type: 'object',
  properties: { x: { type: 'number' }, y: { type: 'number' } },
};
