/** Loops, and the tags that make sense only within them. */

import { Failure, LiquidError, locate, type Position } from '../error.ts';
import { lookup, pathText } from '../expression.ts';
import { appendOutput, type Block } from '../nodes.ts';
import type { Parser } from '../parser.ts';
import { countRound, type Evaluate, type Scope, spend } from '../run.ts';
import { designers, engine } from '../sources.ts';
import type { LiquidTag } from '../tags.ts';
import {
  BREAK,
  CONTINUE,
  FilterList,
  findNumber,
  isNil,
  outputText,
  toInt,
  toList,
  toNumber,
  toText,
} from '../value.ts';

export const loopTags: readonly LiquidTag[] = [
  {
    name: 'for',
    summary:
      'Renders its block for each element of a list, pair of a map or number of a range; `limit:`, `offset:`, `else`.',
    source: designers,
    parse(parser, position) {
      parser.take();
      const name = parser.expectName('the name of a variable').text;
      if (!parser.takeWord('in')) throw parser.error('Expected "in"', parser.peek());
      parser.locals.add(name).add('forloop').add('continue');
      const isRange = parser.peek().type === 'sign' && parser.peek().text === '(';
      return located(position, isRange ? readRange(parser, name, position) : readFor(parser, name, position));
    },
  },
  {
    name: 'tablerow',
    summary: 'Renders its block for each element as cells of an HTML table; `cols:`, `limit:`.',
    source: designers,
    parse(parser, position) {
      parser.take();
      const name = parser.expectName('the name of a variable').text;
      if (!parser.takeWord('in')) throw parser.error('Expected "in"', parser.peek());
      parser.locals.add(name).add('tablerowloop');
      const list = parser.lookup();
      const attributes = parser.attributes();
      parser.endTag();
      const body = parser.block();
      parser.expectTag('endtablerow', position);
      return located(position, (scope) => renderTable(scope, name, toList(list(scope)), attributes, body));
    },
  },
  {
    name: 'break',
    summary: 'Leaves the loop around it.',
    source: designers,
    parse: (parser) => leave(parser, BREAK),
  },
  {
    name: 'continue',
    summary: 'Goes on with the next round of the loop around it.',
    source: designers,
    parse: (parser) => leave(parser, CONTINUE),
  },
  {
    name: 'ifchanged',
    summary: 'Within a loop: renders its block unless an earlier round rendered the same text.',
    source: engine,
    parse(parser, position) {
      parser.take();
      parser.endTag();
      const body = parser.block();
      parser.expectTag('endifchanged', position);
      return located(position, (scope) => renderChanged(scope, body));
    },
  },
];

function leave(parser: Parser, signal: symbol): Evaluate {
  parser.take();
  while (parser.peek().type !== 'tagEnd' && parser.peek().type !== 'end') parser.take();
  parser.endTag();
  return () => signal;
}

function located(position: Position, render: Evaluate): Evaluate {
  return (scope) => {
    try {
      return render(scope);
    } catch (error) {
      throw locate(error, position);
    }
  };
}

function readFor(parser: Parser, name: string, position: Position): Evaluate {
  const path = parser.path();
  const list = lookup(path);
  const attributes = parser.attributes();
  parser.endTag();
  const body = parser.block();
  const otherwise = parser.takeTag('else') ? parser.block() : undefined;
  parser.expectTag('endfor', position);
  return (scope) => {
    const inner = scope.nested();
    inner.set('forloop', {});
    const { offset, limit } = readLimits(inner, attributes);
    const items = toList(list(inner));
    spend(scope.run, items.length);
    if (items.length === 0) return otherwise?.render(inner);
    const printed = { text: '' };
    const length = Math.min(limit, items.length);
    const title = `${name}-${pathText(path, inner)}`;
    let last = offset;
    for (let at = offset, index0 = 0; index0 < limit && at < items.length; at++, index0++) {
      countRound(scope.run, index0 + 1);
      if (at < 0) throw new Failure(`The offset ${offset} is negative`);
      last = at;
      inner.set('forloop', forloop(length, index0, index0 === limit - 1 || at === items.length - 1, title));
      inner.set(name, items[at]);
      if (renderRound(inner, body, printed, elementText) === BREAK) break;
    }
    // `offset: continue` takes up where the last loop over a list ended. Source: liqp 0.7.9, For.
    inner.setInRoot('continue', BigInt(last + 1));
    return printed.text;
  };
}

function readRange(parser: Parser, name: string, position: Position): Evaluate {
  parser.take();
  const first = parser.expression();
  parser.expectSign('..');
  const last = parser.expression();
  parser.expectSign(')');
  const attributes = parser.attributes();
  parser.endTag();
  const body = parser.block();
  parser.expectTag('endfor', position);
  return (scope) => {
    const inner = scope.nested();
    inner.set('forloop', {});
    const { offset, limit } = readLimits(inner, attributes);
    const printed = { text: '' };
    try {
      const from = toInt(toNumber(first(inner)));
      const to = toInt(toNumber(last(inner)));
      for (let at = from + offset, index0 = 0; at <= to && index0 < limit; at++, index0++) {
        countRound(scope.run, index0 + 1);
        // The length of a range is one short. Source: liqp 0.7.9, For.
        inner.set('forloop', forloop(to - from, index0, at === to || index0 === limit - 1));
        inner.set(name, at);
        if (renderRound(inner, body, printed, outputText) === BREAK) break;
      }
    } catch (error) {
      // A loop over a range ends at an error and keeps what it printed. Source: liqp 0.7.9, For.
      if (!isEvaluationError(error)) throw error;
    }
    return printed.text;
  };
}

function isEvaluationError(error: unknown): boolean {
  return (error instanceof Failure || error instanceof LiquidError) && error.kind === 'evaluation';
}

/** Adds what one round prints, up to a `break` or `continue`, which it returns. */
function renderRound(
  scope: Scope,
  body: Block,
  printed: { text: string },
  textOf: (value: unknown) => string,
): unknown {
  for (const node of body.nodes) {
    spend(scope.run, 1);
    const value = node(scope);
    if (value === BREAK || value === CONTINUE) return value;
    printed.text = appendOutput(scope, printed.text, textOf(value));
  }
  return undefined;
}

/** Directly within a loop over a list, a list prints its nested lists and nils as filters see them. */
function elementText(value: unknown): string {
  return value instanceof FilterList ? outputText(value) : toText(value);
}

/** The keys stand in the order in which the engine prints the whole. */
function forloop(length: number, index0: number, isLast: boolean, name?: string): Record<string, unknown> {
  return {
    rindex0: length - index0 - 1,
    rindex: length - index0,
    last: isLast,
    index0,
    ...(name === undefined ? {} : { name }),
    length,
    index: index0 + 1,
    first: index0 === 0,
  };
}

/** What is no number is passed over. */
function readNumbers(scope: Scope, attributes: readonly [string, Evaluate][]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [name, value] of attributes) {
    const number = findNumber(value(scope));
    if (number !== undefined) numbers.set(name, toInt(number));
  }
  return numbers;
}

function readLimits(scope: Scope, attributes: readonly [string, Evaluate][]): { offset: number; limit: number } {
  const numbers = readNumbers(scope, attributes);
  return { offset: numbers.get('offset') ?? 0, limit: numbers.get('limit') ?? 2 ** 31 - 1 };
}

function renderTable(
  scope: Scope,
  name: string,
  items: readonly unknown[],
  attributes: readonly [string, Evaluate][],
  body: Block,
): string {
  spend(scope.run, items.length);
  const numbers = readNumbers(scope, attributes);
  const cols = numbers.get('cols') ?? items.length;
  const total = Math.min(items.length, numbers.get('limit') ?? items.length);
  let text = total === 0 ? '<tr class="row1">\n</tr>\n' : '';
  let column = 1;
  let row = 1;
  for (let at = 0; at < total; at++) {
    countRound(scope.run, at + 1);
    scope.set(name, items[at]);
    scope.set('tablerowloop', tablerowloop(items.length, total, at, column, cols));
    if (column === 1) text += `<tr class="row${row}">${row === 1 ? '\n' : ''}`;
    const cell = body.render(scope);
    text = appendOutput(scope, text, `<td class="col${column}">${typeof cell === 'string' ? cell : ''}</td>`);
    if (column === cols || at === total - 1) {
      text += '</tr>\n';
      column = 1;
      row++;
    } else column++;
  }
  scope.remove('tablerowloop');
  return text;
}

/** The keys stand in the order in which the engine prints the whole. */
function tablerowloop(length: number, total: number, index0: number, column: number, columns: number) {
  return {
    rindex0: total - index0 - 1,
    col: column,
    rindex: total - index0,
    last: index0 === total - 1,
    col_first: column === 1,
    col_last: column === columns,
    index0,
    length,
    index: index0 + 1,
    first: index0 === 0,
    col0: column - 1,
  };
}

const SEEN = '@ifchanged';

function renderChanged(scope: Scope, body: Block): unknown {
  const loop = scope.get('forloop') as Record<string, unknown> | undefined;
  if (isNil(loop)) throw new Failure('"ifchanged" works only within a "for"');
  if (loop.first === true) scope.set(SEEN, new Set());
  const seen = scope.get(SEEN);
  if (!(seen instanceof Set)) throw new Failure('"ifchanged" must also be met in the first round');
  const text = body.render(scope);
  const isNew = !seen.has(text);
  seen.add(text);
  if (loop.last === true) scope.remove(SEEN);
  return isNew ? text : undefined;
}
