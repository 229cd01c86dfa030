/** What it costs to read a value as a whole: to make its text, search it or compare it. */
import { Failure } from './error.ts';
import { type Run, spend } from './run.ts';
import { isMap } from './value.ts';

const CHARACTERS_PER_STEP = 16;
const MAX_NESTING = 200;

/** Pays for the whole of a value; the weight of a list or an object is found once per rendering. */
export function spendOn(run: Run, value: unknown): void {
  if (typeof value === 'string' || (typeof value === 'object' && value !== null)) spend(run, weigh(run, value, 0));
}

function weigh(run: Run, value: unknown, depth: number): number {
  if (typeof value === 'string') return Math.floor(value.length / CHARACTERS_PER_STEP);
  if (!Array.isArray(value) && !isMap(value)) return 0;
  const known = run.weights.get(value);
  if (known !== undefined) return known;
  if (depth > MAX_NESTING) throw new Failure(`A value is nested deeper than ${MAX_NESTING}`, 'limit');
  let weight = 1;
  if (Array.isArray(value)) for (const item of value) weight += 1 + weigh(run, item, depth + 1);
  else for (const [key, item] of Object.entries(value)) weight += 1 + weigh(run, key, 0) + weigh(run, item, depth + 1);
  run.weights.set(value, weight);
  return weight;
}
