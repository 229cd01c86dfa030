/** Conditions of splits that can never match, or match something else than meant. */

import { compilePattern, PatternError } from '../../engine/java-regex/index.ts';
import { own } from '../../engine/json.ts';
import { prepare } from '../../engine/predicates/predicate.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import type { FlowModel, PlacedCondition, PlacedTransition, PlacedWidget } from './flow-model.ts';
import type { Fix, FlowProblem, OwnProblemId, Severity } from './problem.ts';

/** A condition with its number, counted over the whole split from 1. */
interface Numbered {
  readonly widget: PlacedWidget;
  readonly condition: PlacedCondition;
  readonly number: number;
}

export function conditionProblems({ widgets }: FlowModel): FlowProblem[] {
  return widgets.flatMap((widget) => {
    const transitions = widget.transitions.filter(({ conditions }) => conditions.length > 0);
    const numbered = transitions
      .flatMap(({ conditions }) => conditions)
      .map((condition, at): Numbered => ({ widget, condition, number: at + 1 }));
    return [
      ...numbered.flatMap((each) => [...badRegex(each), ...alternation(each), ...otherArgument(each)]),
      ...shadowed(widget, transitions),
    ];
  });
}

function problemOf(
  { widget, condition }: Pick<Numbered, 'widget' | 'condition'>,
  id: OwnProblemId,
  severity: Severity,
  message: string,
  fixes: readonly Fix[] = [],
): FlowProblem {
  return { id, severity, widget: widget.name, state: widget.index, path: condition.path, message, fixes };
}

/** A pattern that is known before the flow runs. */
function patternOf({ type, value }: PlacedCondition): string | undefined {
  return type === 'regex' && typeof value === 'string' && !/\{\{|\{%/.test(value) ? value : undefined;
}

function badRegex(numbered: Numbered): FlowProblem[] {
  const pattern = patternOf(numbered.condition);
  const fault = pattern === undefined ? undefined : patternFault(pattern);
  if (fault === undefined) return [];
  return [problemOf(numbered, 'bad-regex', 'warning', texts.badRegex(numbered.number, numbered.widget.name, fault))];
}

function patternFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message.replace(/ \(at index \d+\)\.$/, '');
    throw error;
  }
}

function alternation(numbered: Numbered): FlowProblem[] {
  const pattern = patternOf(numbered.condition);
  if (pattern === undefined || !hasOuterAlternation(pattern) || patternFault(pattern) !== undefined) return [];
  const path = [...numbered.condition.path, 'value'];
  const fix: Fix = { label: texts.fix.rewrite, edits: [{ do: 'set', path, value: `(?:${pattern})` }] };
  return [problemOf(numbered, 'regex-alternation', 'notice', texts.regexAlternation(pattern), [fix])];
}

/** True when a `|` stands outside of every group, class and quotation. */
function hasOuterAlternation(pattern: string): boolean {
  let depth = 0;
  let classDepth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      if (pattern[at + 1] === 'Q') {
        const end = pattern.indexOf('\\E', at);
        if (end === -1) return false;
        at = end;
      }
      at++;
    } else if (character === '[') classDepth++;
    else if (character === ']') classDepth = Math.max(0, classDepth - 1);
    else if (classDepth > 0) continue;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}

/** The engine takes the condition’s own value, so that the split’s input is not what is tested (messaging page §5). */
function otherArgument(numbered: Numbered): FlowProblem[] {
  const { widget, condition, number } = numbered;
  const input = own(widget.properties, 'input');
  const { argument } = condition;
  if (typeof input !== 'string' || typeof argument !== 'string' || argument.trim() === input.trim()) return [];
  const path = [...condition.path, 'arguments', 0];
  const fix: Fix = { label: texts.fix.useInput, edits: [{ do: 'set', path, value: input }] };
  return [problemOf(numbered, 'split-argument-differs', 'notice', texts.splitArgumentDiffers(number), [fix])];
}

/** Conditions are tried in their order: of two that are the same, the second never counts. */
function shadowed(widget: PlacedWidget, transitions: readonly PlacedTransition[]): FlowProblem[] {
  const seen = new Map<string, number>();
  let number = 0;
  return transitions.flatMap(({ index, conditions }): FlowProblem[] => {
    const first = number + 1;
    number += conditions.length;
    const key = conditions.map(meaningOf).sort().join('\n');
    const earlier = seen.get(key);
    const [condition] = conditions;
    if (earlier === undefined || condition === undefined) {
      seen.set(key, first);
      return [];
    }
    const path = [...widget.path, 'transitions', index];
    const fix: Fix = { label: texts.fix.remove, edits: [{ do: 'remove', path }] };
    const message = texts.shadowedCondition(first, widget.name, earlier);
    return [problemOf({ widget, condition }, 'shadowed-condition', 'notice', message, [fix])];
  });
}

/** Case and outer blanks do not count, but in a regular expression, where `\D` is not `\d`. */
function meaningOf({ type, argument, value }: PlacedCondition): string {
  const text = typeof value === 'string' ? value : '';
  const compared = type === 'regex' ? text : type.endsWith('_blank') ? '' : prepare(text);
  return JSON.stringify([type, typeof argument === 'string' ? argument.trim() : (argument ?? null), compared]);
}
