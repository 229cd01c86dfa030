import { createInterface } from 'node:readline';
import type { Io } from '../io.ts';

/** Somebody types lines, and a session makes something of each. */
export interface Session {
  greet(): void | Promise<void>;
  take(line: string): Promise<'done' | 'failed' | 'quit'>;
  /** Says how things stand at the end of a script. */
  end(): void | Promise<void>;
}

/** Takes lines until there are no more. Gives the exit code: 1 when a line of a script could not be carried out. */
export async function talk(session: Session, io: Io): Promise<number> {
  const lines = createInterface({
    input: io.stdin,
    ...(io.isTerminal ? { output: io.stdout, terminal: true, prompt: '> ' } : {}),
  });
  let hasFailed = false;
  let isOpen = true;
  lines.once('close', () => {
    isOpen = false;
  });
  const prompt = () => {
    if (io.isTerminal && isOpen) lines.prompt();
  };
  // From here on: lines that come while the session greets are not lost.
  const typed = lines[Symbol.asyncIterator]();
  await session.greet();
  prompt();
  for await (const line of typed) {
    const outcome = await session.take(line);
    if (outcome === 'quit') break;
    if (outcome === 'failed') hasFailed = true;
    prompt();
  }
  lines.close();
  await session.end();
  // A person saw the message; a script needs the exit code.
  return hasFailed && !io.isTerminal ? 1 : 0;
}
