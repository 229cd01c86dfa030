/** Turns the tree of a pattern into instructions that lead from one to the next. */
import { isVerticalSpace } from './char-sets.ts';
import type { CharTest, PositionTest, RepeatMode, Syntax, SyntaxNode } from './syntax.ts';

/** Repeats one code point without leaving the instruction; may capture the last one. */
export interface RunInstruction {
  op: 'run';
  test: CharTest;
  weight: number;
  min: number;
  max: number;
  mode: RepeatMode;
  group: number | undefined;
  memo: Memo | undefined;
  next: Instruction;
}

/** Decides, before and after each round, whether to go round again. Two registers: rounds begun, start of this round. */
export interface LoopInstruction {
  op: 'loop';
  register: number;
  min: number;
  max: number;
  isReluctant: boolean;
  memo: Memo | undefined;
  body: Instruction;
  next: Instruction;
}

/** Matches its body on its own; what the body could try otherwise is forgotten once it has matched. */
export interface ScopeInstruction {
  op: 'scope';
  kind: 'atomic' | 'ahead' | 'behind';
  isNegative: boolean;
  minWidth: number;
  maxWidth: number;
  body: Instruction;
  next: Instruction;
}

export type Instruction =
  | { op: 'end' }
  | { op: 'set'; test: CharTest; weight: number; next: Instruction }
  | { op: 'position'; test: PositionTest; next: Instruction }
  | { op: 'either'; first: Instruction; second: Instruction }
  | { op: 'openGroup'; register: number; next: Instruction }
  | { op: 'closeGroup'; group: number; register: number; next: Instruction }
  | { op: 'reference'; group: number; isSame: (left: number, right: number) => boolean; next: Instruction }
  | { op: 'enterLoop'; loop: LoopInstruction }
  | { op: 'repeatLoop'; loop: LoopInstruction }
  | { op: 'closeScope' }
  | LoopInstruction
  | RunInstruction
  | ScopeInstruction;

/**
 * Marks a place from which matching goes on in the same way whenever it is reached at the same position after as many
 * rounds of the loops around it. What failed once from there fails again, and is not tried again: so patterns like
 * `(a+)+b` take time that grows with the text, not with the ways of cutting it up.
 */
export interface Memo {
  id: number;
  loopsAround: readonly LoopInstruction[];
}

/** Register numbers 2·g and 2·g+1 hold the bounds of group g, counted from 0. */
export interface Program {
  start: Instruction;
  registerCount: number;
  memoCount: number;
}

/** Compiles a parsed pattern. */
export function compileProgram(syntax: Syntax): Program {
  const registerCount = 2 * (syntax.groupCount + 1);
  const builder: Builder = { groupCount: syntax.groupCount, registerCount, memoCount: 0 };
  const place: Place = { isMemorable: !syntax.hasReferences, loopsAround: [] };
  const start = compile(builder, syntax.root, place, { op: 'end' });
  return { start, registerCount: builder.registerCount, memoCount: builder.memoCount };
}

interface Builder {
  groupCount: number;
  registerCount: number;
  memoCount: number;
}

interface Place {
  isMemorable: boolean;
  loopsAround: readonly LoopInstruction[];
}

function compile(builder: Builder, node: SyntaxNode, place: Place, next: Instruction): Instruction {
  switch (node.kind) {
    case 'empty':
      return next;
    case 'set':
      return { op: 'set', test: node.test, weight: node.weight, next };
    case 'position':
      return { op: 'position', test: node.test, next };
    case 'sequence':
      return node.items.reduceRight((after, item) => compile(builder, item, place, after), next);
    case 'alternation':
      return node.branches
        .map((branch) => compile(builder, branch, place, next))
        .reduceRight((second, first) => ({ op: 'either', first, second }));
    case 'group': {
      const register = takeRegisters(builder, 1);
      const close: Instruction = { op: 'closeGroup', group: node.group, register, next };
      return { op: 'openGroup', register, next: compile(builder, node.body, place, close) };
    }
    case 'reference':
      // A group that the pattern does not have matches nothing.
      if (node.group > builder.groupCount) return { op: 'set', test: () => false, weight: 1, next };
      return { op: 'reference', group: node.group, isSame: node.isSame, next };
    case 'lineBreak':
      return lineBreak(next);
    case 'repeat':
      return compileRepeat(builder, node, place, next);
    case 'atomic':
      return scope(builder, node.body, place, next, { kind: 'atomic' });
    case 'lookAhead':
      return scope(builder, node.body, place, next, { kind: 'ahead', isNegative: node.isNegative });
    case 'lookBehind': {
      const { isNegative, minWidth, maxWidth } = node;
      // Where the body must end differs from one entry to the next, so no failure in it can be remembered.
      const inside = { ...place, isMemorable: false };
      return scope(builder, node.body, inside, next, { kind: 'behind', isNegative, minWidth, maxWidth });
    }
  }
}

type RepeatNode = Extract<SyntaxNode, { kind: 'repeat' }>;

function compileRepeat(builder: Builder, node: RepeatNode, place: Place, next: Instruction): Instruction {
  const { body, min, max, mode } = node;
  const single = body.kind === 'group' ? body.body : body;
  if (single.kind === 'set') {
    const group = body.kind === 'group' ? body.group : undefined;
    return {
      op: 'run',
      test: single.test,
      weight: single.weight,
      min,
      max,
      mode,
      group,
      memo: memo(builder, place),
      next,
    };
  }
  if (mode === 'possessive') return compilePossessive(builder, node, place, next);
  // Java goes back into a line break, but not into one that repeats.
  if (single.kind === 'lineBreak') return compileRepeat(builder, { ...node, body: atomic(body) }, place, next);
  if (min === 0 && max === 1) {
    const taken = compile(builder, body, place, next);
    return mode === 'greedy'
      ? { op: 'either', first: taken, second: next }
      : { op: 'either', first: next, second: taken };
  }
  const register = takeRegisters(builder, 2);
  const loop: LoopInstruction = {
    op: 'loop',
    register,
    min,
    max,
    isReluctant: mode === 'reluctant',
    memo: memo(builder, place),
    body: next,
    next,
  };
  loop.body = compile(builder, body, { ...place, loopsAround: [...place.loopsAround, loop] }, loop);
  return { op: 'enterLoop', loop };
}

/** Java matches every round of a possessive repeat on its own, not only the repeat as a whole. */
function compilePossessive(builder: Builder, node: RepeatNode, place: Place, next: Instruction): Instruction {
  return compile(builder, atomic({ ...node, body: atomic(node.body), mode: 'greedy' }), place, next);
}

function atomic(body: SyntaxNode): SyntaxNode {
  return { kind: 'atomic', body };
}

/** `\R`: one line end; the two characters of a Windows line end are one if that lets the rest match. */
function lineBreak(next: Instruction): Instruction {
  const lineFeed: Instruction = { op: 'set', test: (codePoint) => codePoint === 0x0a, weight: 1, next };
  const windows: Instruction = { op: 'set', test: (codePoint) => codePoint === 0x0d, weight: 1, next: lineFeed };
  return { op: 'either', first: windows, second: { op: 'set', test: isVerticalSpace, weight: 1, next } };
}

function scope(
  builder: Builder,
  body: SyntaxNode,
  place: Place,
  next: Instruction,
  options: Pick<ScopeInstruction, 'kind'> & Partial<ScopeInstruction>,
): ScopeInstruction {
  const compiled = compile(builder, body, place, { op: 'closeScope' });
  return { op: 'scope', isNegative: false, minWidth: 0, maxWidth: 0, body: compiled, next, ...options };
}

function memo(builder: Builder, place: Place): Memo | undefined {
  if (!place.isMemorable) return undefined;
  const id = builder.memoCount;
  builder.memoCount += 1;
  return { id, loopsAround: place.loopsAround };
}

function takeRegisters(builder: Builder, count: number): number {
  const first = builder.registerCount;
  builder.registerCount += count;
  return first;
}
