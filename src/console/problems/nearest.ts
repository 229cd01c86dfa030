/** The name that somebody most likely meant. */

/** Beyond a third of its letters a name is another one, not a slip. */
const letters = 3;

/** Comparisons of one finder: enough for all slips of a person, too few to be felt where a whole flow is missing. */
const budget = 30_000;

/** Looks names up among the same ones again and again; after `budget` comparisons only names it has met are found. */
export function nearestFinder(names: readonly string[]): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name) && known.size * names.length < budget) known.set(name, nearestName(name, names));
    return known.get(name);
  };
}

/**
 * The nearest of `names`: the same but for case, or at most `most` letters off; of equally near ones one with the same
 * first letter, else the first. Else the only one that begins with the same half.
 */
export function nearestName(
  name: string,
  names: Iterable<string>,
  most = Math.min(name.length - 1, Math.ceil(name.length / letters)),
): string | undefined {
  const wanted = name.toLowerCase();
  const candidates = [...names];
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > bestDistance) continue;
    const found = distance(wanted, candidate.toLowerCase(), bestDistance + 1);
    const isNearer = best !== undefined && !beginsAlike(best, wanted) && beginsAlike(candidate, wanted);
    if (found > most || found > bestDistance || (found === bestDistance && !isNearer)) continue;
    best = candidate;
    bestDistance = found;
  }
  return best ?? onlyWithHalf(wanted, candidates);
}

function beginsAlike(name: string, wanted: string): boolean {
  return name.charAt(0).toLowerCase() === wanted.charAt(0);
}

function onlyWithHalf(wanted: string, candidates: readonly string[]): string | undefined {
  const half = wanted.slice(0, Math.ceil(wanted.length / 2));
  if (half.length < 2) return undefined;
  const [found, another] = candidates.filter((candidate) => candidate.toLowerCase().startsWith(half));
  return another === undefined ? found : undefined;
}

/** Letters to insert, delete, replace or exchange with their neighbour; given up at `limit`. */
function distance(left: string, right: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let at = 1; at <= left.length; at++) {
    const next = [at];
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[at - 1] === right[column - 1];
      const value = Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isExchange = at > 1 && left[at - 1] === right[column - 2] && left[at - 2] === right[column - 1];
      next.push(isExchange ? Math.min(value, (before[column - 2] ?? 0) + 1) : value);
    }
    if (Math.min(...next) >= limit) return limit;
    before = row;
    row = next;
  }
  return row.at(-1) ?? limit;
}
