/** SIDs that count up: the same play gives the same SIDs. */
export class SidCounter {
  readonly #counts: Map<string, number>;

  /** `given`: how many of each prefix there are already. */
  constructor(given: ReadonlyMap<string, number> = new Map()) {
    this.#counts = new Map(given);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** The next SID of `prefix`, e.g. `FT00000000000000000000000000000001`. */
  next(prefix: string): string {
    const count = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, count);
    return numberedSid(prefix, count);
  }
}

/** A SID made of a prefix and a number. */
export function numberedSid(prefix: string, number: number): string {
  return prefix + number.toString(16).padStart(32, '0');
}
