/** Where the URL of a flow leads: to another URL, to a file of ours, or where it says. */

export interface Mapping {
  /** `https://survey-1234-dev.twil.io`, or with the beginning of a path. */
  readonly from: URL;
  /** What the URL begins with instead, or a folder of function files. */
  readonly to: URL | FunctionFolder;
}

export interface FunctionFolder {
  /** Absolute. */
  readonly functions: string;
  /** Absolute; may be missing. */
  readonly assets: string;
}

export type Route =
  | { readonly type: 'as-is' }
  | { readonly type: 'url'; readonly url: string }
  /** `path` begins with a slash. */
  | { readonly type: 'file'; readonly folder: FunctionFolder; readonly path: string };

/** Where Twilio hosts functions. */
const functionHost = /\.twil\.io\.?$/i;

/** The longest mapping counts; then the folder, for hosts of Twilio's functions. */
export function routeOf(text: string, mappings: readonly Mapping[], folder: FunctionFolder | undefined): Route {
  const url = new URL(text);
  const fitting = mappings
    .map((mapping) => ({ mapping, rest: restOf(url, mapping.from) }))
    .filter((each) => each.rest !== undefined)
    .toSorted((one, other) => other.mapping.from.pathname.length - one.mapping.from.pathname.length);
  const [best] = fitting;
  if (best?.rest !== undefined) {
    const { to } = best.mapping;
    return to instanceof URL
      ? { type: 'url', url: moved(url, to, best.rest) }
      : { type: 'file', folder: to, path: best.rest };
  }
  if (folder && functionHost.test(url.hostname)) return { type: 'file', folder, path: url.pathname };
  return { type: 'as-is' };
}

/** What follows the prefix, with its slash; undefined where the URL does not begin so. */
function restOf(url: URL, prefix: URL): string | undefined {
  if (url.protocol !== prefix.protocol || url.host !== prefix.host) return undefined;
  const start = prefix.pathname.replace(/\/+$/, '');
  const rest = url.pathname.slice(start.length);
  return url.pathname.startsWith(start) && (rest === '' || rest.startsWith('/')) ? rest || '/' : undefined;
}

function moved(url: URL, to: URL, rest: string): string {
  const target = new URL(to);
  target.pathname = rest === '/' && to.pathname !== '/' ? to.pathname : to.pathname.replace(/\/+$/, '') + rest;
  target.search = url.search;
  if (url.username !== '') target.username = url.username;
  if (url.password !== '') target.password = url.password;
  return target.href;
}
