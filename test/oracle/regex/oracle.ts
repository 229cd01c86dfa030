/** Asks Java. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What Java says to a pattern and a text. */
export type Answer = 'true' | 'false' | 'error';

/** Java's answers, in the order of the rows. Needs `java` (17 or later) on the path. */
export function askJava(rows: ReadonlyArray<readonly [pattern: string, text: string]>): Answer[] {
  const input = rows.map(([pattern, text]) => `${escapeField(pattern)}\t${escapeField(text)}\n`).join('');
  const program = fileURLToPath(new URL('RegexOracle.java', import.meta.url));
  const output = execFileSync('java', [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const answers = output.trimEnd().split('\n');
  if (answers.length !== rows.length) throw new Error(`Java answered ${answers.length} of ${rows.length} rows.`);
  return answers.map(parseAnswer);
}

function parseAnswer(text: string): Answer {
  if (text === 'true' || text === 'false' || text === 'error') return text;
  throw new Error(`Java answered "${text}".`);
}

function escapeField(text: string): string {
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
