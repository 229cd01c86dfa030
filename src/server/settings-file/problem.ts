/** A place in the file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something in the file that cannot be used, and what to do about it. Never holds a value that may be a secret. */
export interface FileProblem {
  readonly at: Place;
  /** E.g. `carriers.main.auth_token`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

export type Step = string | number;

/** `carriers.main.send.headers[0]`; keys that are no plain words stand in quotes. */
export function pathText(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const name = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

/** Of `known` the one that is nearest to what was written; undefined when none is near. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  // As many slips as a typing error makes, and fewer in a short word.
  const allowed = Math.min(3, Math.max(1, Math.floor(written.length / 3)));
  const ranked = known
    .map((word) => ({ word, slips: distance(written.toLowerCase(), word.toLowerCase()) }))
    .toSorted((a, b) => a.slips - b.slips);
  const [best] = ranked;
  return best !== undefined && best.slips <= allowed ? best.word : undefined;
}

/** Letters to put in, take out, change or swap to get from one word to the other. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 3) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? Number.POSITIVE_INFINITY;
}
