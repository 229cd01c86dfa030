/** Values that are worth saying to a flow: each satisfies a condition of one of its splits, or none. */

import fc from 'fast-check';
import { isJsonObject, studioDefaults } from '../../src/engine/index.ts';
import type { Json, JsonObject } from '../../src/engine/json.ts';
import { LiquidError, parseTemplate, templateReferences } from '../../src/engine/liquid/index.ts';

/** Says nothing that a condition asks for. */
const unmatched = 'zzz';

/** Path in the context, written with dots, and the values to try there. */
export type Candidates = ReadonlyMap<string, ReadonlySet<string>>;

export function candidatesOf(definition: JsonObject): Candidates {
  const candidates = new Map<string, Set<string>>();
  const add = (template: Json | undefined, values: readonly string[]) => {
    for (const path of referencesIn(template ?? '')) {
      const known = candidates.get(path) ?? new Set();
      for (const value of values) known.add(value);
      candidates.set(path, known);
    }
  };
  const states = (definition.states as readonly JsonObject[]).filter(isJsonObject);
  for (const { type, properties, transitions } of states) {
    // Whatever a template reads is worth having.
    add(properties, []);
    if (type !== 'split-based-on' || !isJsonObject(properties)) continue;
    add(properties.input, [unmatched]);
    for (const { conditions } of transitions as unknown as { conditions?: Condition[] }[]) {
      for (const condition of conditions ?? []) {
        const { value = '' } = condition;
        const isComputed = value.includes('{{');
        add(condition.arguments?.[0] ?? properties.input, [...(isComputed ? ['1'] : satisfying(condition)), unmatched]);
        if (isComputed) add(value, ['2', '0']);
      }
    }
  }
  carryThroughVariables(states, candidates, add);
  return candidates;
}

interface Condition {
  readonly type: string;
  readonly value?: string;
  readonly arguments?: readonly string[];
}

/** What is asked of a variable is asked of what it is set from. */
function carryThroughVariables(
  states: readonly JsonObject[],
  candidates: Candidates,
  add: (template: Json | undefined, values: readonly string[]) => void,
): void {
  for (const { type, name, properties } of states) {
    if (type !== 'set-variables' || !isJsonObject(properties)) continue;
    for (const { key, value } of (properties.variables ?? []) as { key: string; value: string }[]) {
      for (const path of [`flow.variables.${key}`, `widgets.${String(name)}.${key}`]) {
        add(value, [...(candidates.get(path) ?? [])]);
      }
    }
  }
}

/** Paths that the templates in a value read. */
function referencesIn(value: Json): string[] {
  if (typeof value === 'string') {
    try {
      const template = parseTemplate(value, 'studio', studioDefaults.liquid);
      return templateReferences(template).map((path) => path.join('.'));
    } catch (error) {
      if (error instanceof LiquidError) return [];
      throw error;
    }
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

function satisfying({ type, value = '' }: Condition): string[] {
  switch (type) {
    case 'matches_any_of':
      return [value.split(',')[0]?.trim() ?? ''];
    case 'not_equal_to':
    case 'does_not_contain':
    case 'does_not_start_with':
    case 'does_not_match_any_of':
      return [value];
    case 'greater_than':
      return [String(Number(value) + 1)];
    case 'less_than':
      return [String(Number(value) - 1)];
    case 'is_blank':
      return [''];
    case 'is_not_blank':
      return [];
    case 'regex':
      return sampled(value);
    default:
      return [value];
  }
}

function sampled(pattern: string): string[] {
  try {
    return fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`, 'u')), { seed: 1, numRuns: 1 });
  } catch {
    // A pattern beyond what can be sampled: the branch then shows up as not covered.
    return [];
  }
}
