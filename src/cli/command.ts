import type { Io } from './io.ts';

/** What commander made of a command line. */
export interface Args {
  readonly operands: readonly string[];
  readonly options: { readonly [name: string]: unknown };
}

export interface CommandOption {
  /** As commander reads it, e.g. `--from <number>`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string;
  /** May be given several times. */
  readonly isRepeatable?: boolean;
}

/** One command: a file of this folder exports these. */
export interface Command {
  readonly name: string;
  /** As commander reads it, e.g. `<files...>`; absent: none. */
  readonly operands?: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** Lines that can be typed as they stand. */
  readonly examples: readonly string[];
  /** Gives the exit code: 0 good, 1 the answer is no. Throws `UsageError` for what cannot be understood. */
  run(args: Args, io: Io): Promise<number>;
}

/** The command line cannot be carried out as it stands: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of an option, or undefined. */
export function textOption(options: Args['options'], name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a repeatable option. */
export function textsOption(options: Args['options'], name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
