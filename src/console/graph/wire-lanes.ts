/** Lanes for wires that would lie on one another: a shift of 8 for each, four at most (console §3.4). */
import type { Meter } from './box-index.ts';
import { LANE_STEP, LANES, type Run } from './wire-route.ts';

/** Height of a band: a run, shifted as far as it goes, reaches into its own and the next alone. */
const bandHeight = (LANES + 1) * LANE_STEP;

interface Entry {
  readonly id: string;
  readonly run: Run;
  /** Which way it goes from its outlet. */
  readonly goesRight: boolean;
}

/** Runs that lie at one height, joined where they touch: sorted, apart from each other. */
type Taken = Map<number, { left: number; right: number }[]>;

/**
 * Gives lanes band by band, from the top. The answer depends on the runs alone, not on the order in which they came;
 * after a change only the bands are looked at that it reaches.
 */
export class WireLanes {
  readonly #bands = new Map<number, Map<string, Entry>>();
  readonly #lanes = new Map<string, number>();
  readonly #meter: Meter;

  constructor(meter: Meter = { used: 0 }) {
    this.#meter = meter;
  }

  laneOf(id: string): number {
    return this.#lanes.get(id) ?? 0;
  }

  /** Takes these runs out and those in; answers with the ids whose lane is another one now. */
  update(gone: Iterable<readonly [id: string, run: Run]>, come: Iterable<Entry>): Set<string> {
    const touched = new Set<number>();
    for (const [id, run] of gone) {
      const band = bandOf(run);
      this.#bands.get(band)?.delete(id);
      if (this.#bands.get(band)?.size === 0) this.#bands.delete(band);
      this.#lanes.delete(id);
      touched.add(band);
    }
    for (const entry of come) {
      const band = bandOf(entry.run);
      const entries = this.#bands.get(band) ?? new Map<string, Entry>();
      this.#bands.set(band, entries.set(entry.id, entry));
      touched.add(band);
    }
    const changed = new Set<string>();
    const waiting = [...touched].sort((a, b) => a - b);
    for (let band = waiting.shift(); band !== undefined; band = waiting.shift()) {
      // The runs of this band are what the next one has to keep clear of, new and gone ones as well.
      const isChanged = this.#assign(band, changed) || touched.has(band);
      if (isChanged && waiting[0] !== band + 1) waiting.unshift(band + 1);
    }
    return changed;
  }

  #assign(band: number, changed: Set<string>): boolean {
    const entries = [...(this.#bands.get(band)?.values() ?? [])].sort(inOrder);
    if (entries.length === 0) return false;
    const taken: Taken = new Map();
    for (const above of this.#bands.get(band - 1)?.values() ?? []) take(taken, above.run, this.laneOf(above.id));
    let isChanged = false;
    for (const { id, run } of entries) {
      this.#meter.used++;
      let lane = 0;
      while (lane < LANES - 1 && isTaken(taken, run, lane)) lane++;
      take(taken, run, lane);
      if (this.#lanes.get(id) === lane) continue;
      this.#lanes.set(id, lane);
      changed.add(id);
      isChanged = true;
    }
    return isChanged;
  }
}

function bandOf({ y }: Run): number {
  return Math.floor(y / bandHeight);
}

/** The outermost outlet first, seen the way that the wires go: so they cross least. */
function inOrder(a: Entry, b: Entry): number {
  if (a.run.y !== b.run.y) return a.run.y - b.run.y;
  if (a.goesRight !== b.goesRight) return a.goesRight ? -1 : 1;
  const outermost = a.goesRight ? b.run.left - a.run.left : a.run.right - b.run.right;
  return outermost || (a.id < b.id ? -1 : 1);
}

/** Heights between whole numbers (stray offsets) count as the whole one: half a unit cannot be seen. */
function heightOf(run: Run, lane: number): number {
  return Math.round(run.y) + lane * LANE_STEP;
}

function isTaken(taken: Taken, run: Run, lane: number): boolean {
  const height = heightOf(run, lane);
  for (let near = height - LANE_STEP + 1; near < height + LANE_STEP; near++) {
    const runs = taken.get(near);
    const first = runs?.[firstFrom(runs, run.left)];
    if (first !== undefined && first.left <= run.right) return true;
  }
  return false;
}

function take(taken: Taken, run: Run, lane: number): void {
  const height = heightOf(run, lane);
  const runs = taken.get(height) ?? [];
  const start = firstFrom(runs, run.left);
  let end = start;
  let { left, right } = run;
  for (let next = runs[end]; next !== undefined && next.left <= right; next = runs[++end]) {
    left = Math.min(left, next.left);
    right = Math.max(right, next.right);
  }
  runs.splice(start, end - start, { left, right });
  taken.set(height, runs);
}

/** Place of the first run that ends at or after `left`. */
function firstFrom(runs: readonly { readonly right: number }[], left: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.right ?? left) < left) low = middle + 1;
    else high = middle;
  }
  return low;
}
