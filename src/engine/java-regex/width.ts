/** How much text a part of a pattern may take, for look-behind. */
import type { SyntaxNode } from './syntax.ts';

export interface Width {
  min: number;
  max: number;
  /** False where Java finds no obvious maximum, even if there is one. */
  isBounded: boolean;
  /** False where Java sees more than one way to match; a repeated group must have one to be bounded. */
  isDeterministic: boolean;
}

const NONE: Width = { min: 0, max: 0, isBounded: true, isDeterministic: true };

/** The width of `node` in code points. Source: what JDK 17 accepts, test/oracle/regex. */
export function study(node: SyntaxNode): Width {
  switch (node.kind) {
    case 'empty':
    case 'position':
    case 'lookAhead':
    case 'lookBehind':
      return NONE;
    case 'set':
      return { ...NONE, min: 1, max: 1 };
    case 'reference':
      return { ...NONE, isBounded: false };
    case 'group':
      return study(node.body);
    case 'atomic':
      return { ...study(node.body), isDeterministic: false };
    case 'sequence':
      return node.items.map(study).reduce(follow, NONE);
    case 'alternation':
      return { ...node.branches.map(study).reduce(choose), isDeterministic: false };
    case 'repeat':
      return studyRepeat(node.body, node.min, node.max);
  }
}

function follow(left: Width, right: Width): Width {
  return {
    min: left.min + right.min,
    max: left.max + right.max,
    isBounded: left.isBounded && right.isBounded,
    isDeterministic: left.isDeterministic && right.isDeterministic,
  };
}

function choose(left: Width, right: Width): Width {
  return {
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    isBounded: left.isBounded && right.isBounded,
    isDeterministic: false,
  };
}

function studyRepeat(body: SyntaxNode, min: number, max: number): Width {
  const width = study(body);
  const isOption = min === 0 && max === 1;
  return {
    min: width.min * min,
    max: width.max === 0 ? 0 : width.max * max,
    isBounded: width.isBounded && Number.isFinite(max) && (isOption || width.isDeterministic),
    isDeterministic: width.isDeterministic && min === max,
  };
}
