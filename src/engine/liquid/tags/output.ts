/** Tags that print something of their own, or nothing. */
import type { Parser } from '../parser.ts';
import { designers } from '../sources.ts';
import type { LiquidTag } from '../tags.ts';
import { toText } from '../value.ts';
import { spendOn } from '../weight.ts';

export const outputTags: readonly LiquidTag[] = [
  {
    name: 'comment',
    summary: 'Prints nothing of its block.',
    source: designers,
    parse(parser, position) {
      parser.take();
      parser.endTag();
      skipComment(parser);
      parser.expectTag('endcomment', position);
      return () => '';
    },
  },
  {
    name: 'raw',
    summary: 'Prints its block as it is written, without rendering it.',
    source: designers,
    parse(parser, position) {
      const start = parser.take();
      if (start.type === 'raw') {
        parser.endTag();
        return () => start.text;
      }
      // Only `raw %}` opens a raw block; with `raw -%}` the inside is rendered. Source: grammar of liqp 0.7.9.
      parser.endTag();
      const body = parser.block();
      parser.expectTag('endraw', position);
      return body.render;
    },
  },
  {
    name: 'cycle',
    summary: 'Prints its values one after the other, one at each pass.',
    source: designers,
    parse(parser) {
      parser.take();
      const values = [parser.expression()];
      const group = parser.takeSign(':') ? values.pop() : undefined;
      if (group !== undefined) values.push(parser.expression());
      while (parser.takeSign(',')) values.push(parser.expression());
      parser.endTag();
      return (scope) => {
        const title = group?.(scope);
        spendOn(scope.run, title);
        const name = `@cycle ${group === undefined ? values.length : `"${toText(title)}`}`;
        const state = (scope.remove(name) as { at: number; length: number } | undefined) ?? {
          at: 0,
          length: values.length,
        };
        const found = values.map((value) => value(scope))[state.at];
        // The length of a group is that of the tag that began it. Source: liqp 0.7.9, Cycle.
        state.at = state.at + 1 === state.length ? 0 : state.at + 1;
        scope.set(name, state);
        return found;
      };
    },
  },
];

/** Ends at the first `endcomment` that does not leave another one without its `comment`. */
function skipComment(parser: Parser): void {
  while (parser.peek().type !== 'end') {
    if (parser.startsTag('endcomment') && !isLeftOver(parser)) return;
    parser.take();
  }
}

function isLeftOver(parser: Parser): boolean {
  for (let ahead = 1; ; ahead++) {
    const { type } = parser.peek(ahead);
    if (type === 'end' || parser.startsTag('comment', ahead)) return false;
    if (parser.startsTag('endcomment', ahead)) return true;
  }
}
