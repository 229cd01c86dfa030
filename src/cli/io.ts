/** What a command may touch of the world; tests bring their own. */
import { createColors } from 'picocolors';

export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** A person sits at standard input. */
  readonly isTerminal: boolean;
  /** Paint for standard output; plain where it is no terminal. */
  readonly colours: ReturnType<typeof createColors>;
  readonly env: { readonly [name: string]: string | undefined };
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves when the command is asked to stop (Ctrl-C, SIGTERM). */
  stopped(): Promise<void>;
}

/** The streams and signals of this process. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    isTerminal: stdin.isTTY === true,
    colours: createColors(stdout.isTTY === true && !env.NO_COLOR),
    env,
    now: () => Date.now(),
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  };
}
