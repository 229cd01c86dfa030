/** Asks the oracle all rows again and rewrites test/golden/liquid.json. See README.md. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contexts, rows } from './rows.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const golden = fileURLToPath(new URL('../golden/liquid.json', import.meta.url));

run('mvn', ['-q', '-B', 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath'], '');
const classpath = `target/classes:${readFileSync(`${here}target/classpath`, 'utf8').trim()}`;
const questions = rows.map(({ template, context }) => JSON.stringify({ template, context: contexts[context] }));
const answers = run('java', ['-cp', classpath, 'LiquidOracle'], `${questions.join('\n')}\n`)
  .trim()
  .split('\n');
if (answers.length !== rows.length) throw new Error(`${rows.length} rows, but ${answers.length} answers`);

const lines = rows.map((row, index) => {
  const { output, error } = JSON.parse(answers[index] ?? '') as { output?: string; error?: string };
  // The address of a Java object is another one in each process.
  const stable = output?.replace(/(java\.lang\.Object@)[0-9a-f]+/g, '$1…');
  return JSON.stringify({ ...row, ...(error === undefined ? { output: stable } : { error: true }) });
});
const contextLines = Object.entries(contexts).map(
  ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
);
writeFileSync(golden, `{"contexts":{\n${contextLines.join(',\n')}\n},"rows":[\n${lines.join(',\n')}\n]}\n`);

function run(command: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: here,
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} failed: ${stderr}${stdout}`);
  return stdout;
}
