/** What happens later, in the order of its time; at the same time, in the order in which it was added. */
export class Schedule<T> {
  #entries: readonly { readonly atMs: number; readonly what: T }[] = [];

  get nextMs(): number | null {
    return this.#entries[0]?.atMs ?? null;
  }

  add(atMs: number, what: T): void {
    this.#entries = [...this.#entries, { atMs, what }].sort((a, b) => a.atMs - b.atMs);
  }

  /** Takes out the first entry that is due. */
  take(nowMs: number): T | undefined {
    const [first, ...rest] = this.#entries;
    if (!first || first.atMs > nowMs) return undefined;
    this.#entries = rest;
    return first.what;
  }
}
