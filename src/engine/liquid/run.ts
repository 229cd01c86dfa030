/** What one rendering carries along: its settings, its budget, its variables and what it has to report. */
import { Failure } from './error.ts';
import { isMap } from './value.ts';

export interface LiquidLimits {
  /** Rounds of a `for` or `tablerow`. */
  loopIterations: number;
  /** Whether each loop counts for itself, or all loops of one rendering together. */
  loopScope: 'loop' | 'template';
  renderedBytes: number;
  templateBytes: number;
  /** Work units: one for each evaluated node and each 16 characters that a filter reads or makes, 8 for a loop round. */
  renderSteps: number;
}

/** A fault that is logged (Studio's code 81018) while the rendering goes on. */
export interface LiquidProblem {
  message: string;
  line: number;
  column: number;
}

export interface Run {
  readonly timeZone: string;
  readonly nowMs: number;
  readonly limits: LiquidLimits;
  readonly problems: LiquidProblem[];
  stepsLeft: number;
  /** What the lists and objects met so far cost; see `weight.ts`. */
  readonly weights: WeakMap<object, number>;
  /** Loop rounds so far; see `loopScope`. */
  iterations: number;
}

/** A compiled piece of a template. */
export type Evaluate = (scope: Scope) => unknown;

/** Texts made on the way (before the output limit applies) may not grow beyond this many characters. */
const MAX_TEXT_LENGTH = 2 ** 20;
const CHARACTERS_PER_STEP = 16;
/** A round costs something even if the block is empty. */
const STEPS_PER_ROUND = 8;

/** Takes `steps` from the budget of the rendering. */
export function spend(run: Run, steps: number): void {
  run.stepsLeft -= steps;
  if (run.stepsLeft < 0) throw new Failure(`The template takes more than ${run.limits.renderSteps} steps`, 'limit');
}

/** Pays for a text of `length` characters before it is made. */
export function spendText(run: Run, length: number): void {
  if (length > MAX_TEXT_LENGTH) throw new Failure(`A text grows beyond ${MAX_TEXT_LENGTH} characters`, 'limit');
  spend(run, 1 + Math.floor(length / CHARACTERS_PER_STEP));
}

/** Counts a round of a loop, from 1. Studio allows 15. Source: Studio FAQ, "per Liquid Template loop". */
export function countRound(run: Run, round: number): void {
  spend(run, STEPS_PER_ROUND);
  run.iterations++;
  const { loopIterations, loopScope } = run.limits;
  const rounds = loopScope === 'loop' ? round : run.iterations;
  if (rounds > loopIterations) throw new Failure(`More than ${loopIterations} loop rounds`, 'limit');
}

/** Variables in sight: those of the loop, then of the loops around it, then the template's own, then the context. */
export class Scope {
  readonly run: Run;
  private readonly parent: Scope | undefined;
  private readonly base: Record<string, unknown>;
  private readonly own = new Map<string, unknown>();

  constructor(run: Run, base: Record<string, unknown>, parent?: Scope) {
    this.run = run;
    this.base = base;
    this.parent = parent;
  }

  nested(): Scope {
    return new Scope(this.run, this.base, this);
  }

  get(name: string): unknown {
    if (this.own.has(name)) {
      const value = this.own.get(name);
      if (value !== null && value !== undefined) return value;
      return this.parent?.get(name);
    }
    return this.parent === undefined ? member(this.base, name) : this.parent.get(name);
  }

  has(name: string): boolean {
    if (this.own.has(name)) return true;
    return this.parent === undefined ? Object.hasOwn(this.base, name) : this.parent.has(name);
  }

  set(name: string, value: unknown): void {
    this.own.set(name, value);
  }

  setInRoot(name: string, value: unknown): void {
    if (this.parent === undefined) this.own.set(name, value);
    else this.parent.setInRoot(name, value);
  }

  remove(name: string): unknown {
    if (this.own.has(name)) {
      const value = this.own.get(name);
      this.own.delete(name);
      return value;
    }
    return this.parent?.remove(name);
  }
}

/** An own member of a map; what a prototype offers does not exist for templates. */
export function member(map: unknown, key: string): unknown {
  return isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}
