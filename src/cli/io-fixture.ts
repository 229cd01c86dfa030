/** Streams and a clock for the tests of commands. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { createColors } from 'picocolors';
import type { Io } from './io.ts';
import { main } from './main.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with `input` at standard input. */
export async function atelier(
  argv: readonly string[],
  input = '',
  world: Partial<Pick<Io, 'env' | 'isTerminal' | 'colours' | 'stopped'>> & {
    readonly onOut?: (out: string) => void;
  } = {},
): Promise<CommandResult> {
  const { onOut, ...given } = world;
  const stdin = new PassThrough();
  stdin.end(input);
  const out = collected(onOut);
  const err = collected();
  const code = await main(argv, {
    stdin,
    stdout: out.stream,
    stderr: err.stream,
    isTerminal: false,
    colours: createColors(false),
    env: {},
    now: () => Date.UTC(2025, 0, 6, 20),
    stopped: () => new Promise(() => {}),
    ...given,
  });
  return { code, out: out.text(), err: err.text() };
}

function collected(onText?: (text: string) => void) {
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    onText?.(text);
  });
  return { stream, text: () => text };
}

/** A folder of its own that goes with the test. */
export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'atelier-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A file in a folder of its own. */
export function file(t: TestContext, name: string, content: unknown): string {
  const path = join(folder(t), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
