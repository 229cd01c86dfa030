/** What an address remembers: plain parameters, all of them text. */

export type SearchParams = { readonly [name: string]: string | undefined };

export function parseSearch(text: string): SearchParams {
  return Object.fromEntries(new URLSearchParams(text));
}

/** With the `?`; empty when nothing is set. */
export function stringifySearch(params: { readonly [name: string]: unknown }): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string' && value !== '') encoded.set(name, value);
  }
  const text = encoded.toString();
  return text === '' ? '' : `?${text}`;
}

/** The value when it is one of `words`. */
export function oneOf<const W extends string>(words: readonly W[], value: unknown): W | undefined {
  return words.find((word) => word === value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Without what is undefined, so that all of it is optional. */
export function given<T extends object>(search: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Where to go after signing in: a page of the console and nothing else (console §10). Undefined: its first page. */
export function safeNext(value: unknown): string | undefined {
  const path = textOf(value);
  if (path === undefined || !path.startsWith('/console/') || /[\\\s]/.test(path)) return undefined;
  return path.slice('/console'.length);
}
