/**
 * How much text the body of a look-behind may take. Java bounds it in 32-bit numbers that overflow: `(?<=a*)` and
 * `(?<=xa*)` are accepted, `(?<=xa*?)` is not. Flows that Studio accepts must run here, and those that it refuses must
 * be refused, so the same numbers are computed. Source: JDK 17, recorded in test/golden/java-regex.json.
 */
import type { SyntaxNode } from './syntax.ts';

export interface Width {
  min: number;
  /** A 32-bit number: a negative one has overflowed, see `earliestStart`. */
  max: number;
  /** False where Java finds no obvious maximum. */
  isBounded: boolean;
  /** False where Java sees more than one way to match; it bounds the repeats of a group only if there is one way. */
  isDeterministic: boolean;
}

/** The width of a look-behind's body, in code points. */
export function studyWidth(body: SyntaxNode): Width {
  return study(body, NOTHING, (width) => width);
}

/** The first position at which a look-behind may begin when it must end at `position`. */
export function earliestStart(position: number, maxWidth: number): number {
  return Math.max((position - maxWidth) | 0, 0);
}

/** What is left of "infinitely often" in Java. */
const MOST_REPEATS = 0x7fffffff;
const NOTHING: Width = { min: 0, max: 0, isBounded: true, isDeterministic: true };

/** The width of everything up to the end: what comes `before` the node, the node itself, and the `rest` after it. */
function study(node: SyntaxNode, before: Width, rest: (before: Width) => Width): Width {
  switch (node.kind) {
    case 'empty':
    case 'position':
    case 'lookAhead':
    case 'lookBehind':
      return rest(before);
    case 'set':
      return rest(widen(before, 1, 1));
    case 'lineBreak':
      return rest(widen(before, 1, 2));
    case 'reference':
      return rest({ ...before, isBounded: false });
    case 'group':
      return study(node.body, before, rest);
    case 'atomic':
      return rest(study(node.body, before, (width) => width));
    case 'sequence':
      return node.items.reduceRight<typeof rest>((after, item) => (width) => study(item, width, after), rest)(before);
    case 'alternation':
      return studyAlternation(node.branches, before, rest(NOTHING));
    case 'repeat':
      return studyRepeat(node, before, rest);
  }
}

function studyAlternation(branches: readonly SyntaxNode[], before: Width, after: Width): Width {
  const widths = branches.map(studyWidth);
  return {
    min: add(add(before.min, Math.min(...widths.map((width) => width.min))), after.min),
    max: add(add(before.max, Math.max(...widths.map((width) => width.max))), after.max),
    isBounded: before.isBounded && after.isBounded && widths.every((width) => width.isBounded),
    isDeterministic: false,
  };
}

type RepeatNode = Extract<SyntaxNode, { kind: 'repeat' }>;

function studyRepeat(node: RepeatNode, before: Width, rest: (before: Width) => Width): Width {
  const { body, min, mode, isOfGroup } = node;
  if (min === 0 && node.max === 1 && !isOfGroup) {
    return rest({ ...study(body, before, (width) => width), min: before.min, isDeterministic: false });
  }
  const max = Math.min(node.max, MOST_REPEATS);
  if (body.kind === 'set' && !isOfGroup && mode === 'greedy' && node.max === Number.POSITIVE_INFINITY) {
    return rest({ ...widen(before, min, max), isDeterministic: false });
  }
  const width = studyWidth(body);
  if (isOfGroup && mode !== 'possessive' && !width.isDeterministic) return { ...before, isBounded: false };
  const most = add(Math.imul(width.max, max), before.max);
  return rest({
    min: add(Math.imul(width.min, min), before.min),
    max: most,
    isBounded: before.isBounded && width.isBounded && most >= before.max,
    isDeterministic: before.isDeterministic && width.isDeterministic && min === max,
  });
}

function widen(width: Width, min: number, max: number): Width {
  return { ...width, min: add(width.min, min), max: add(width.max, max) };
}

function add(left: number, right: number): number {
  return (left + right) | 0;
}
