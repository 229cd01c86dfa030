/** `curl` as the pages use it, so that no machine needs one to test them. What it does not know, it refuses. */
import { readFileSync } from 'node:fs';

export interface DocRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

/** The request that a command line stands for. `read` gives the text of a file. Throws on what is not understood. */
export function requestOf(args: readonly string[], read: (file: string) => string): DocRequest {
  const rest = [...args];
  const urls: string[] = [];
  const data: string[] = [];
  const headers: Record<string, string> = {};
  let method: string | undefined;
  const takeValue = (option: string) => {
    const value = rest.shift();
    if (value === undefined) throw new Error(`curl: ${option} lacks its value`);
    return value;
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '-s') continue;
    if (arg === '-X') method = takeValue(arg);
    else if (arg === '-u') headers.authorization = `Basic ${Buffer.from(takeValue(arg)).toString('base64')}`;
    else if (arg === '-d') data.push(plain(takeValue(arg)));
    else if (arg === '--data-urlencode') data.push(encoded(takeValue(arg), read));
    else if (arg.startsWith('-')) throw new Error(`curl: the tests do not know ${arg}`);
    else urls.push(arg);
  }
  const [url] = urls;
  if (url === undefined || urls.length > 1) throw new Error(`curl: one URL is wanted, not ${urls.length}`);
  if (data.length === 0) return { url, method: method ?? 'GET', headers };
  headers['content-type'] = 'application/x-www-form-urlencoded';
  return { url, method: method ?? 'POST', headers, body: data.join('&') };
}

/** `-d` sends what it is given: a plus stays a plus. */
function plain(value: string): string {
  if (value.startsWith('@')) throw new Error('curl: the tests do not know -d @file');
  return value;
}

function encoded(value: string, read: (file: string) => string): string {
  const { name, sign, content } = /^(?<name>\w+)(?<sign>[=@])(?<content>[\s\S]*)$/.exec(value)?.groups ?? {};
  if (name === undefined || content === undefined) throw new Error(`curl: name=text or name@file, not ${value}`);
  return `${name}=${encodeURIComponent(sign === '@' ? read(content) : content)}`;
}

if (import.meta.main) {
  const { url, ...init } = requestOf(process.argv.slice(2), (file) => readFileSync(file, 'utf8'));
  const response = await fetch(url, { ...init, redirect: 'manual' });
  process.stdout.write(await response.text());
}
