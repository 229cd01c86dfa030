/** Turns the tree of a pattern into instructions that lead from one to the next. */
import type { CharTest, PositionTest, RepeatMode, Syntax, SyntaxNode } from './syntax.ts';

/** Repeats one code point without leaving the instruction; may capture the last one. */
export interface RunInstruction {
  op: 'run';
  test: CharTest;
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
  | { op: 'set'; test: CharTest; next: Instruction }
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
 * Marks a place from which matching goes on in the same way whenever it is reached at the same position, given that
 * every loop around it has done its minimum and moved on. What failed once from there fails again, and is not retried.
 */
export interface Memo {
  id: number;
  loopsAround: readonly LoopInstruction[];
}

/** Register numbers 2·g and 2·g+1 hold the bounds of group g, counted from 0. */
export interface Program {
  start: Instruction;
  registerCount: number;
}

/** Compiles a parsed pattern. */
export function compileProgram(syntax: Syntax): Program {
  const builder: Builder = { registerCount: 2 * (syntax.groupCount + 1), memoCount: 0 };
  const place: Place = { isMemorable: !syntax.hasReferences, loopsAround: [] };
  const start = compile(builder, syntax.root, place, { op: 'end' });
  return { start, registerCount: builder.registerCount };
}

interface Builder {
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
      return { op: 'set', test: node.test, next };
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
      return { op: 'reference', group: node.group, isSame: node.isSame, next };
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
    return { op: 'run', test: single.test, min, max, mode, group, memo: memo(builder, place), next };
  }
  if (mode === 'possessive') return compilePossessive(builder, node, place, next);
  if (min === 0 && max === 1) {
    const taken = compile(builder, body, place, next);
    return mode === 'greedy'
      ? { op: 'either', first: taken, second: next }
      : { op: 'either', first: next, second: taken };
  }
  const register = takeRegisters(builder, 2);
  const isEndless = max === Number.POSITIVE_INFINITY;
  const loop: LoopInstruction = {
    op: 'loop',
    register,
    min,
    max,
    isReluctant: mode === 'reluctant',
    memo: isEndless ? memo(builder, place) : undefined,
    body: next,
    next,
  };
  // The number of rounds of a loop with an end decides what may follow, so nothing inside it can be remembered.
  const inside = { isMemorable: place.isMemorable && isEndless, loopsAround: [...place.loopsAround, loop] };
  loop.body = compile(builder, body, inside, loop);
  return { op: 'enterLoop', loop };
}

/** Java matches every round of a possessive repeat on its own, not only the repeat as a whole. */
function compilePossessive(builder: Builder, node: RepeatNode, place: Place, next: Instruction): Instruction {
  const body: SyntaxNode = { kind: 'atomic', body: node.body };
  return compile(builder, { kind: 'atomic', body: { ...node, body, mode: 'greedy' } }, place, next);
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
