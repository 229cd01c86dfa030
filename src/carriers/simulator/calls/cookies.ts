/** Cookies of the webhooks of one call: by origin, until the call ends. Source: carrier page §A1. */

export type CookieJar = Map<string, Map<string, string>>;

/** More than any server needs to know a call again. */
const maxCookies = 20;

export function cookieHeader(jar: CookieJar, url: string): string {
  const cookies = jar.get(originOf(url)) ?? new Map<string, string>();
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** `setCookie`: headers of an answer, joined by commas. */
export function keepCookies(jar: CookieJar, url: string, setCookie: string): void {
  // A comma also stands in dates, where no name follows it.
  for (const cookie of setCookie.split(/,(?=\s*[^\s;,=]+=)/)) {
    const [, name, value] = /^\s*([^\s;,=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined || value === undefined) continue;
    const kept = jar.get(originOf(url)) ?? new Map<string, string>();
    if (value === '' || /;\s*max-age=0*(?:;|\s*$)/i.test(cookie)) kept.delete(name);
    else if (kept.size < maxCookies || kept.has(name)) kept.set(name, value);
    jar.set(originOf(url), kept);
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
