/** Names that Windows keeps for itself. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** `Main IVR (new)` → `main-ivr-new.json`; never one of `taken`. */
export function fileNameFor(friendlyName: string, sid: string, taken: ReadonlySet<string>): string {
  const word = wordOf(friendlyName);
  const base =
    word === '' ? sid.toLowerCase() : reserved.test(word) || word === 'atelier-flows' ? `${word}-flow` : word;
  if (!taken.has(`${base}.json`)) return `${base}.json`;
  const own = `${base}-${sid.slice(-6).toLowerCase()}.json`;
  return taken.has(own) ? `${base}-${sid.toLowerCase()}.json` : own;
}

/** Letters and digits of any script in lower case, hyphens for the rest. */
function wordOf(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
}
