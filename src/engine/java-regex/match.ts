/**
 * Runs a program over a text, going back to the last choice whenever it fails. The choices are a list of frames on the
 * heap, so a long text cannot overflow the stack, and every step is counted, so no pattern can hang.
 */
import { MatchBudgetError } from './errors.ts';
import type { Instruction, LoopInstruction, Memo, Program, RunInstruction, ScopeInstruction } from './program.ts';
import { earliestStart } from './width.ts';

/** How much work matches may take; `used` counts what they took. */
export interface StepMeter {
  readonly limit: number;
  used: number;
}

/** True when the whole of `text` (code points) matches. Throws a MatchBudgetError after `meter.limit` steps. */
export function runProgram(program: Program, text: readonly number[], meter: StepMeter): boolean {
  const machine: Machine = {
    text,
    position: 0,
    registers: new Array<number>(program.registerCount).fill(UNSET),
    frame: undefined,
    scope: undefined,
    failures: new Set(),
    memoCount: program.memoCount,
    steps: 0,
    stepBudget: meter.limit,
  };
  try {
    return isMatch(machine, program.start);
  } finally {
    meter.used += machine.steps;
  }
}

function isMatch(machine: Machine, start: Instruction): boolean {
  let instruction: Instruction | undefined = start;
  while (instruction !== undefined) {
    if (instruction.op === 'end' && machine.position === machine.text.length) return true;
    spend(machine, 1);
    instruction = advance(machine, instruction) ?? retreat(machine);
  }
  return false;
}

const UNSET = -1;

/** Matches shorter than this remember no failures: looking them up would cost more than it saves. */
const STEPS_BEFORE_MEMO = 500;

interface Machine {
  readonly text: readonly number[];
  position: number;
  registers: number[];
  frame: Frame | undefined;
  /** The innermost scope that is open. */
  scope: ScopeFrame | undefined;
  /** Places and positions from which no match was found. */
  failures: Set<number>;
  readonly memoCount: number;
  steps: number;
  readonly stepBudget: number;
}

interface ScopeFrame {
  kind: 'scope';
  instruction: ScopeInstruction;
  /** Where the scope was entered. */
  position: number;
  /** How far before that a look-behind begins this time. */
  width: number;
  outer: ScopeFrame | undefined;
  below: Frame | undefined;
}

/** What to do when everything after it has failed. */
type Frame =
  | { kind: 'alternative'; instruction: Instruction; position: number; below: Frame | undefined }
  | { kind: 'register'; register: number; value: number; below: Frame | undefined }
  | { kind: 'failure'; key: number; below: Frame | undefined }
  | { kind: 'run'; instruction: RunInstruction; start: number; position: number; below: Frame | undefined }
  | ScopeFrame;

function spend(machine: Machine, steps: number): void {
  machine.steps += steps;
  if (machine.steps > machine.stepBudget) throw new MatchBudgetError(`no answer within ${machine.stepBudget} steps.`);
}

/** Does one instruction and answers the next one, or nothing where it fails. */
function advance(machine: Machine, instruction: Instruction): Instruction | undefined {
  switch (instruction.op) {
    case 'end':
      return undefined;
    case 'set': {
      spend(machine, instruction.weight - 1);
      const codePoint = machine.text[machine.position];
      if (codePoint === undefined || !instruction.test(codePoint)) return undefined;
      machine.position += 1;
      return instruction.next;
    }
    case 'position':
      return instruction.test(machine.text, machine.position) ? instruction.next : undefined;
    case 'either':
      pushAlternative(machine, instruction.second);
      return instruction.first;
    case 'openGroup':
      setRegister(machine, instruction.register, machine.position);
      return instruction.next;
    case 'closeGroup':
      setGroup(machine, instruction.group, register(machine, instruction.register), machine.position);
      return instruction.next;
    case 'reference':
      return matchReference(machine, instruction.group, instruction.isSame) ? instruction.next : undefined;
    case 'run':
      return enterRun(machine, instruction);
    case 'enterLoop':
      setRegister(machine, instruction.loop.register, 0);
      return decideLoop(machine, instruction.loop);
    case 'loop':
      return decideLoop(machine, instruction);
    case 'repeatLoop':
      return goRound(machine, instruction.loop);
    case 'scope':
      return enterScope(machine, instruction, instruction.minWidth);
    case 'closeScope':
      return closeScope(machine);
  }
}

/** Takes frames until one knows another way, and answers its instruction. */
function retreat(machine: Machine): Instruction | undefined {
  for (let frame = machine.frame; frame !== undefined; frame = machine.frame) {
    machine.frame = frame.below;
    spend(machine, 1);
    const instruction = resume(machine, frame);
    if (instruction !== undefined) return instruction;
  }
  return undefined;
}

function resume(machine: Machine, frame: Frame): Instruction | undefined {
  switch (frame.kind) {
    case 'alternative':
      machine.position = frame.position;
      return frame.instruction;
    case 'register':
      machine.registers[frame.register] = frame.value;
      return undefined;
    case 'failure':
      machine.failures.add(frame.key);
      return undefined;
    case 'run': {
      const key = memoKey(machine, frame.instruction.memo, frame.position, 0);
      if (key !== UNSET) machine.failures.add(key);
      return frame.instruction.mode === 'greedy' ? giveBack(machine, frame) : takeMore(machine, frame);
    }
    case 'scope': {
      machine.scope = frame.outer;
      machine.position = frame.position;
      const { instruction, width } = frame;
      return enterScope(machine, instruction, width + 1);
    }
  }
}

function enterRun(machine: Machine, instruction: RunInstruction): Instruction | undefined {
  const start = machine.position;
  const wanted = instruction.mode === 'reluctant' ? instruction.min : instruction.max;
  const limit = Math.min(machine.text.length, start + wanted);
  let position = start;
  while (position < limit && instruction.test(machine.text[position] ?? UNSET)) position += 1;
  spend(machine, (position - start) * instruction.weight);
  if (position - start < instruction.min) return undefined;
  return leaveRun(machine, instruction, start, position);
}

/** Goes on after the run at `position`, ready to try another length. */
function leaveRun(
  machine: Machine,
  instruction: RunInstruction,
  start: number,
  position: number,
): Instruction | undefined {
  machine.position = position;
  if (instruction.mode !== 'possessive') {
    machine.frame = { kind: 'run', instruction, start, position, below: machine.frame };
    const key = memoKey(machine, instruction.memo, position, 0);
    if (key !== UNSET && machine.failures.has(key)) return undefined;
  }
  if (instruction.group !== undefined && position > start) {
    setGroup(machine, instruction.group, position - 1, position);
  }
  return instruction.next;
}

type RunFrame = Extract<Frame, { kind: 'run' }>;

function giveBack(machine: Machine, frame: RunFrame): Instruction | undefined {
  if (frame.position - frame.start <= frame.instruction.min) return undefined;
  return leaveRun(machine, frame.instruction, frame.start, frame.position - 1);
}

function takeMore(machine: Machine, frame: RunFrame): Instruction | undefined {
  const { instruction, start, position } = frame;
  const codePoint = machine.text[position];
  spend(machine, instruction.weight - 1);
  if (codePoint === undefined || position - start >= instruction.max || !instruction.test(codePoint)) return undefined;
  return leaveRun(machine, instruction, start, position + 1);
}

function decideLoop(machine: Machine, loop: LoopInstruction): Instruction | undefined {
  const rounds = register(machine, loop.register);
  // A round that took nothing is the last one, even if more are demanded: they would take nothing either.
  if (rounds > 0 && register(machine, loop.register + 1) === machine.position) return loop.next;
  if (rounds < loop.min) return goRound(machine, loop);
  if (rounds >= loop.max) return loop.next;
  const key = memoKey(machine, loop.memo, machine.position, Math.min(rounds, countedRounds(loop)));
  if (key !== UNSET) {
    if (machine.failures.has(key)) return undefined;
    machine.frame = { kind: 'failure', key, below: machine.frame };
  }
  if (loop.isReluctant) {
    pushAlternative(machine, { op: 'repeatLoop', loop });
    return loop.next;
  }
  pushAlternative(machine, loop.next);
  return goRound(machine, loop);
}

function goRound(machine: Machine, loop: LoopInstruction): Instruction {
  setRegister(machine, loop.register, register(machine, loop.register) + 1);
  setRegister(machine, loop.register + 1, machine.position);
  return loop.body;
}

function enterScope(machine: Machine, instruction: ScopeInstruction, width: number): Instruction | undefined {
  const { position } = machine;
  if (position - width < earliestStart(position, instruction.maxWidth))
    return instruction.isNegative ? instruction.next : undefined;
  const frame: ScopeFrame = { kind: 'scope', instruction, position, width, outer: machine.scope, below: machine.frame };
  machine.frame = frame;
  machine.scope = frame;
  machine.position = position - width;
  return instruction.body;
}

/**
 * The body of the innermost scope has matched. Its frames are dropped with those that would restore groups: groups set
 * in a look-ahead stay set when the match goes back behind it. Java does so too; test/oracle/regex.
 */
function closeScope(machine: Machine): Instruction | undefined {
  const scope = machine.scope;
  if (scope === undefined) throw new Error('A scope was closed that was not open.');
  const { instruction } = scope;
  if (instruction.kind === 'behind' && machine.position !== scope.position) return undefined;
  machine.frame = scope.below;
  machine.scope = scope.outer;
  if (instruction.kind !== 'atomic') machine.position = scope.position;
  return instruction.isNegative ? undefined : instruction.next;
}

function matchReference(machine: Machine, group: number, isSame: (left: number, right: number) => boolean): boolean {
  const start = register(machine, 2 * group);
  const length = register(machine, 2 * group + 1) - start;
  // A group that took no part matches nothing, not even the empty text.
  if (start === UNSET || machine.position + length > machine.text.length) return false;
  spend(machine, length);
  for (let offset = 0; offset < length; offset += 1) {
    const left = machine.text[start + offset] ?? UNSET;
    if (!isSame(left, machine.text[machine.position + offset] ?? UNSET)) return false;
  }
  machine.position += length;
  return true;
}

/**
 * The key under which a failure here is remembered: place, position and rounds. UNSET where more than those decides: a
 * loop around that has not moved on in this round must not begin another one.
 */
function memoKey(machine: Machine, memo: Memo | undefined, position: number, ownRounds: number): number {
  if (memo === undefined || machine.steps < STEPS_BEFORE_MEMO) return UNSET;
  let key = ownRounds;
  for (const loop of memo.loopsAround) {
    if (register(machine, loop.register + 1) >= position) return UNSET;
    key = key * (countedRounds(loop) + 1) + Math.min(register(machine, loop.register), countedRounds(loop));
  }
  key = (key * (machine.text.length + 1) + position) * machine.memoCount + memo.id;
  return Number.isSafeInteger(key) ? key : UNSET;
}

/** Up to how many rounds a loop's count decides what may follow. */
function countedRounds(loop: LoopInstruction): number {
  return loop.max === Number.POSITIVE_INFINITY ? loop.min : loop.max;
}

function pushAlternative(machine: Machine, instruction: Instruction): void {
  machine.frame = { kind: 'alternative', instruction, position: machine.position, below: machine.frame };
}

function setGroup(machine: Machine, group: number, start: number, end: number): void {
  setRegister(machine, 2 * group, start);
  setRegister(machine, 2 * group + 1, end);
}

function setRegister(machine: Machine, index: number, value: number): void {
  machine.frame = { kind: 'register', register: index, value: register(machine, index), below: machine.frame };
  machine.registers[index] = value;
}

function register(machine: Machine, index: number): number {
  return machine.registers[index] ?? UNSET;
}
