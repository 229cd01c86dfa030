/** Finds entries by what somebody types. */

/** Entries that have every word of `query` in their name, those that begin with it first; all of them when it is empty. */
export function ranked<T extends { readonly name: string }>(entries: readonly T[], query: string): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = entries.flatMap((entry) => {
    const name = entry.name.toLowerCase();
    if (!words.every((word) => name.includes(word))) return [];
    return [{ entry, place: name.indexOf(words[0] ?? '') }];
  });
  // Stable: among equals the order stays that of the entries.
  return scored.sort((a, b) => Math.min(a.place, 1) - Math.min(b.place, 1)).map(({ entry }) => entry);
}
