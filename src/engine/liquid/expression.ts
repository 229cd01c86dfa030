/** Compiled expressions: literals, paths, operators and filters. */

import { equals, sameValue } from './equality.ts';
import { Failure, locate, type Position } from './error.ts';
import type { LiquidFilter } from './filters.ts';
import { type Evaluate, member, type Scope, spend } from './run.ts';
import { BLANK, EMPTY, isMap, isNil, isNumeric, isTrue, javaText, toDouble, toInt, toText } from './value.ts';
import { spendOn } from './weight.ts';

/** One step of a path: a key written after a dot, or an index in brackets. */
export type Step =
  | { readonly key: string; readonly position: Position; readonly index?: never; readonly written?: never }
  | { readonly index: Evaluate; readonly position: Position; readonly key?: never; readonly written?: string };

export interface Path {
  name: string;
  /** `[a]`: the variable whose name is the value of `a`. */
  indirect: boolean;
  readonly steps: Step[];
}

export function literal(value: unknown): Evaluate {
  return () => value;
}

export function lookup(path: Path): Evaluate {
  const { name, indirect, steps } = path;
  return (scope) => {
    spend(scope.run, 1);
    let value = scope.get(indirect ? keyText(scope.get(name)) : name);
    for (const step of steps) {
      if (isNil(value)) return undefined;
      value = step.key === undefined ? atIndex(value, step.index(scope), scope, step.position) : atKey(value, step.key);
    }
    return value;
  };
}

/** A path as `forloop.name` shows it: computed indexes by their value. */
export function pathText({ name, indirect, steps }: Path, scope: Scope): string {
  const texts = steps.map((step) => (step.key === undefined ? `[${keyText(step.index(scope))}]` : `.${step.key}`));
  return (indirect ? '@' : '') + name + texts.join('');
}

function atIndex(value: unknown, index: unknown, scope: Scope, position: Position): unknown {
  if (!isNumeric(index)) return Array.isArray(value) ? undefined : atKey(value, keyText(index));
  if (!Array.isArray(value)) return undefined;
  const at = toInt(index);
  if (at < 0 || at >= value.length) {
    // The error dictionary names a missing array index under 81018. Source: limits-and-errors §2 (inferred: log only).
    scope.run.problems.push({ message: `Index ${at} is out of range: the list has ${value.length}`, ...position });
    return undefined;
  }
  return value[at];
}

/** A list or an object is no key of anything. */
function keyText(index: unknown): string {
  return typeof index === 'object' && !isNumeric(index) && index !== null ? '' : javaText(index);
}

function atKey(value: unknown, key: string): unknown {
  if (typeof value === 'string') return key === 'size' ? value.length : undefined;
  if (Array.isArray(value)) {
    if (key === 'size') return value.length;
    if (key === 'first') return value[0];
    return key === 'last' ? value.at(-1) : undefined;
  }
  if (key === 'size' && isMap(value) && !Object.hasOwn(value, key)) return Object.keys(value).length;
  return member(value, key);
}

export function chain(operator: 'and' | 'or', left: Evaluate, right: Evaluate): Evaluate {
  return operator === 'and'
    ? (scope) => isTrue(left(scope)) && isTrue(right(scope))
    : (scope) => isTrue(left(scope)) || isTrue(right(scope));
}

export function compare(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  const test = operators[operator];
  if (test === undefined) throw new Error(`No operator ${operator}`);
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    spend(scope.run, 1);
    spendOn(scope.run, a);
    spendOn(scope.run, b);
    return test(a, b);
  };
}

const operators: Record<string, (left: unknown, right: unknown) => boolean> = {
  '==': equals,
  '!=': (left, right) => !equals(left, right),
  '<>': (left, right) => !equals(left, right),
  '<': order((left, right) => left < right),
  '<=': order((left, right) => left <= right),
  '>': order((left, right) => left > right),
  '>=': order((left, right) => left >= right),
  contains(left, right) {
    if (Array.isArray(left)) return left.some((item) => sameValue(item, right));
    return typeof left === 'string' && right !== EMPTY && right !== BLANK && left.includes(toText(right));
  },
};

/** Only two numbers have an order; with a text on either side the comparison is false. */
function order(test: (left: number, right: number) => boolean): (left: unknown, right: unknown) => boolean {
  return (left, right) => isNumeric(left) && isNumeric(right) && test(toDouble(left), toDouble(right));
}

export interface Call {
  readonly filter: LiquidFilter;
  readonly parameters: readonly Evaluate[];
  readonly position: Position;
}

export function pipe(value: Evaluate, calls: readonly Call[]): Evaluate {
  return (scope) => {
    let result = value(scope);
    for (const call of calls) result = apply(call, result, scope);
    return result;
  };
}

function apply({ filter, parameters, position }: Call, input: unknown, scope: Scope): unknown {
  try {
    spend(scope.run, 1);
    const given = parameters.map((parameter) => parameter(scope));
    for (const value of [input, ...given]) spendOn(scope.run, value);
    return filter.apply(input, given, scope.run);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw locate(new Failure(`${filter.name}: ${error.message}`, error.kind), position);
  }
}

/** A named parameter, `name: value`: filters see a map of one member. */
export function pair(name: string, value: Evaluate): Evaluate {
  return (scope) => ({ [name]: value(scope) });
}
