/** Tags that choose: `if`, `unless`, `case`. */
import { equals } from '../equality.ts';
import type { Block } from '../nodes.ts';
import type { Parser } from '../parser.ts';
import type { Evaluate } from '../run.ts';
import { designers } from '../sources.ts';
import type { LiquidTag } from '../tags.ts';
import { isTrue } from '../value.ts';
import { spendOn } from '../weight.ts';

export const branchTags: readonly LiquidTag[] = [
  {
    name: 'if',
    summary: 'Renders the first branch whose condition is true; with `elsif` and `else`.',
    source: designers,
    parse(parser, position) {
      parser.take();
      const branches = [readBranch(parser)];
      while (parser.startsTag('elsif')) {
        parser.take();
        parser.take();
        branches.push(readBranch(parser));
      }
      const otherwise = readElse(parser);
      parser.expectTag('endif', position);
      return (scope) => {
        const branch = branches.find(({ condition }) => isTrue(condition(scope)));
        return (branch?.body ?? otherwise)?.render(scope);
      };
    },
  },
  {
    name: 'unless',
    summary: 'Renders its block if the condition is false; with `else`, without `elsif`.',
    source: designers,
    parse(parser, position) {
      parser.take();
      const { condition, body } = readBranch(parser);
      const otherwise = readElse(parser);
      parser.expectTag('endunless', position);
      return (scope) => (isTrue(condition(scope)) ? otherwise : body)?.render(scope);
    },
  },
  {
    name: 'case',
    summary:
      'Renders the first `when` with a value equal to that of the tag; alternatives are set apart by `or` or `,`.',
    source: designers,
    parse(parser, position) {
      parser.take();
      const subject = parser.expression();
      parser.endTag();
      if (parser.peek().type === 'text') parser.take();
      const branches: { values: Evaluate[]; body: Block }[] = [];
      while (parser.startsTag('when')) {
        parser.take();
        branches.push(readWhen(parser));
      }
      if (branches.length === 0) parser.expectTag('when', position);
      const otherwise = readElse(parser);
      parser.expectTag('endcase', position);
      return (scope) => {
        const wanted = subject(scope);
        const isHit = (value: Evaluate) => {
          spendOn(scope.run, wanted);
          return equals(wanted, value(scope));
        };
        const branch = branches.find(({ values }) => values.some(isHit));
        return (branch?.body ?? otherwise)?.render(scope);
      };
    },
  },
];

function readBranch(parser: Parser): { condition: Evaluate; body: Block } {
  const condition = parser.expression();
  parser.endTag();
  return { condition, body: parser.block() };
}

function readElse(parser: Parser): Block | undefined {
  return parser.takeTag('else') ? parser.block() : undefined;
}

function readWhen(parser: Parser): { values: Evaluate[]; body: Block } {
  parser.take();
  const values: Evaluate[] = [];
  do values.push(parser.term());
  while (parser.takeWord('or') || parser.takeSign(','));
  parser.endTag();
  return { values, body: parser.block() };
}
