/** Records Java's answers in test/golden/java-regex.json. See README.md. */
import { writeFileSync } from 'node:fs';
import { questions } from './cases.ts';
import { generateRows } from './generate.ts';
import type { Answer } from './oracle.ts';
import { askJava } from './oracle.ts';

/** Enough generated rows of each answer: left alone, nearly all of them would be "false". */
const GENERATED: Record<Answer, number> = { true: 400, false: 300, error: 100 };
const SEED = 17;

const asked = questions.flatMap(({ patterns, texts }) =>
  patterns.flatMap((pattern) => texts.map((text): [string, string] => [pattern, text])),
);
const rows = [...answer(asked), ...generated()];
const unique = new Map(rows.map((row) => [JSON.stringify(row), row]));
const golden = new URL('../../golden/java-regex.json', import.meta.url);
writeFileSync(golden, `[\n${[...unique.keys()].join(',\n')}\n]\n`);

function answer(pairs: ReadonlyArray<[string, string]>): Array<[string, string, Answer]> {
  const answers = askJava(pairs);
  return pairs.map(([pattern, text], index) => [pattern, text, answers[index] ?? 'error']);
}

function generated(): Array<[string, string, Answer]> {
  const left = { ...GENERATED };
  return answer(generateRows(SEED, 12_000)).filter(([, , java]) => {
    left[java] -= 1;
    return left[java] >= 0;
  });
}
