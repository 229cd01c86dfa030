/** Who may call a function or read an asset, as its file name says: `store.protected.js`, `prices.private.json`. */
export type Access = 'public' | 'protected' | 'private';

/** Name without the mark, and what the mark says. `extension` with its dot; '' where there is none. */
export function nameAndAccess(name: string, extension: string): { readonly name: string; readonly access: Access } {
  const stem = name.slice(0, name.length - extension.length);
  const [, plain, access] = /^(.+)\.(protected|private)$/.exec(stem) ?? [];
  if (plain === undefined) return { name: stem, access: 'public' };
  return { name: plain, access: access === 'private' ? 'private' : 'protected' };
}
