/** Tags that set variables of this rendering; flow variables stay as they are. */
import type { Parser } from '../parser.ts';
import type { Scope } from '../run.ts';
import { designers, engine } from '../sources.ts';
import type { LiquidTag } from '../tags.ts';

export const variableTags: readonly LiquidTag[] = [
  {
    name: 'assign',
    summary: 'Sets a variable for the rest of this template; flow variables stay as they are.',
    source: designers,
    parse(parser) {
      parser.take();
      const name = parser.expectName('the name of a variable').text;
      parser.expectSign('=');
      const value = parser.filtered();
      parser.endTag();
      parser.locals.add(name);
      return (scope) => {
        scope.setInRoot(name, value(scope));
        return '';
      };
    },
  },
  {
    name: 'capture',
    summary: 'Sets a variable to the text that its block renders.',
    source: designers,
    parse(parser, position) {
      parser.take();
      const isQuoted = parser.peek().type === 'string';
      const name = isQuoted ? parser.take().text : parser.expectName('the name of a variable').text;
      parser.endTag();
      const body = parser.block();
      parser.expectTag('endcapture', position);
      parser.locals.add(name);
      return (scope) => {
        scope.setInRoot(name, body.render(scope));
        return '';
      };
    },
  },
  {
    name: 'increment',
    summary: 'Prints a counter that starts at 0, then adds 1 to it.',
    source: engine,
    parse(parser) {
      const name = readCounter(parser);
      return (scope) => {
        const value = count(scope, `@increment_${name}`, 0n);
        shadow(scope, name, value === 0n, value + 1n);
        scope.set(`@increment_${name}`, value + 1n);
        return value;
      };
    },
  },
  {
    name: 'decrement',
    summary: 'Prints a counter that starts at -1, then takes 1 from it.',
    source: engine,
    parse(parser) {
      const name = readCounter(parser);
      return (scope) => {
        const value = count(scope, `@decrement_${name}`, -1n);
        shadow(scope, name, value === -1n, value);
        scope.set(`@decrement_${name}`, value - 1n);
        return value;
      };
    },
  },
];

function readCounter(parser: Parser): string {
  parser.take();
  let name = '';
  while (parser.peek().type !== 'tagEnd' && parser.peek().type !== 'end') name += parser.take().text;
  if (name === '') throw parser.error('Expected the name of a counter', parser.peek());
  parser.endTag();
  parser.locals.add(name);
  return name;
}

function count(scope: Scope, key: string, first: bigint): bigint {
  const value = scope.get(key);
  return typeof value === 'bigint' ? value : first;
}

/** A counter can also be read as a variable of its name, unless there was one before. Source: liqp 0.7.9, Increment. */
function shadow(scope: Scope, name: string, isFirst: boolean, value: bigint): void {
  const flag = `@variable_${name}_exists`;
  if (isFirst) scope.set(flag, scope.has(name));
  if (scope.get(flag) !== true) scope.set(name, value);
}
