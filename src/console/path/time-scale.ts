/** Where moments lie on a timeline that cuts long waits. */

export interface TimeScale {
  /** Place of a moment, from 0 to 1. */
  at(timeMs: number): number;
  /** Stretches that are drawn shorter than they are, from and to as places. */
  readonly cuts: readonly { readonly from: number; readonly to: number; readonly durationMs: number }[];
}

/** A stretch may be so many times as long as the middle one. */
const mostTimes = 6;
/** Below that nothing is cut. */
const leastCutMs = 2_000;
/** What has no length has some on the screen. */
const leastMs = 1;

/** `moments`: beginnings and ends, in any order. */
export function timeScale(moments: readonly number[]): TimeScale {
  const edges = [...new Set(moments)].sort((a, b) => a - b);
  const lengths = edges.slice(1).map((edge, index) => edge - (edges[index] ?? edge));
  const middle = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  const most = Math.max(leastCutMs, middle * mostTimes);
  // A single stretch is all there is: nothing is gained by cutting it.
  const drawn = lengths.map((length) => Math.max(leastMs, lengths.length < 2 ? length : Math.min(length, most)));
  const total = drawn.reduce((sum, length) => sum + length, 0) || 1;
  const places = [0];
  for (const length of drawn) places.push((places.at(-1) ?? 0) + length / total);
  const place = (index: number) => places[index] ?? 1;
  return {
    at(timeMs) {
      const after = edges.findIndex((edge) => edge >= timeMs);
      if (after <= 0) return after === 0 ? 0 : 1;
      const [from, to] = [edges[after - 1] ?? 0, edges[after] ?? 0];
      return place(after - 1) + ((timeMs - from) / (to - from)) * (place(after) - place(after - 1));
    },
    cuts: lengths.flatMap((durationMs, index) =>
      (drawn[index] ?? 0) < durationMs ? [{ from: place(index), to: place(index + 1), durationMs }] : [],
    ),
  };
}
