/**
 * The same sound at another number of samples a second. What the new rate cannot hold is filtered out (a windowed sine),
 * so that speech of 22 kHz does not hiss at 8 kHz. `rates` are whole numbers of samples a second.
 */
export function resample(samples: Int16Array, rates: { readonly from: number; readonly to: number }): Int16Array {
  const { from, to } = rates;
  if (from === to || samples.length === 0) return samples;
  const divisor = greatestCommonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  const output = new Int16Array(Math.round((samples.length * to) / from));
  // Where a sample falls between two old ones repeats after `up` samples: each of these places has its filter once.
  const filters = new Map<number, Float64Array>();
  const reach = Math.ceil(lobes * Math.max(1, from / to));
  for (let index = 0; index < output.length; index++) {
    const place = index * down;
    const phase = place % up;
    const first = (place - phase) / up - reach + 1;
    let filter = filters.get(phase);
    if (filter === undefined) {
      filter = filterAt(phase / up, reach, Math.min(1, to / from));
      filters.set(phase, filter);
    }
    output[index] = Math.max(-32_768, Math.min(32_767, Math.round(weighted(samples, first, filter))));
  }
  return output;
}

/** Half waves of the sine on each side: more cut sharper, and cost more. */
const lobes = 8;

/** The filter around a place that lies `fraction` after a sample; `cutoff` as a part of the old half rate. */
function filterAt(fraction: number, reach: number, cutoff: number): Float64Array {
  const filter = Float64Array.from({ length: reach * 2 }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
    return sinc(distance * cutoff) * window;
  });
  const sum = filter.reduce((total, weight) => total + weight, 0);
  return filter.map((weight) => weight / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Beyond its ends the sound goes on as it begins and ends, so that there is no click. */
function weighted(samples: Int16Array, first: number, filter: Float64Array): number {
  const last = samples.length - 1;
  let sum = 0;
  for (let tap = 0; tap < filter.length; tap++) {
    const place = Math.max(0, Math.min(last, first + tap));
    sum += (samples[place] ?? 0) * (filter[tap] ?? 0);
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
