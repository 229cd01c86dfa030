/** What happened on a leg, as whoever holds the handset may read it. Bounded: the oldest goes first. */
import type { CallEntry } from '../../network-calls.ts';

const maxEntries = 1_000;
const maxCharacters = 128 * 1024;
const longestText = 4_096;

export type EntryFacts = { readonly kind: string; readonly [fact: string]: unknown };

export class Transcript {
  #entries: { readonly entry: CallEntry; readonly size: number }[] = [];
  #size = 0;
  #lastId = 0;

  get lastId(): number {
    return this.#lastId;
  }

  add(atMs: number, facts: EntryFacts): CallEntry {
    const text = JSON.stringify(facts, (_key, value: unknown) =>
      typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value,
    );
    const entry: CallEntry = { id: ++this.#lastId, atMs, ...(JSON.parse(text) as EntryFacts) };
    this.#entries.push({ entry, size: text.length });
    this.#size += text.length;
    while (this.#entries.length > maxEntries || (this.#size > maxCharacters && this.#entries.length > 1)) {
      this.#size -= this.#entries.shift()?.size ?? 0;
    }
    return entry;
  }

  /** Says less of something than was said at first; nothing when it has gone already. */
  amend(id: number, facts: { readonly [fact: string]: unknown }): void {
    const place = id - (this.#entries[0]?.entry.id ?? 0);
    const known = this.#entries[place];
    if (known) this.#entries[place] = { ...known, entry: { ...known.entry, ...facts } };
  }

  after(id: number): readonly CallEntry[] {
    const first = this.#entries[0]?.entry.id ?? 0;
    return this.#entries.slice(Math.max(0, id + 1 - first)).map(({ entry }) => entry);
  }
}
