/**
 * `Twilio.Response`: an answer with a status, headers and cookies of its own.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/functions/invocation and …/headers-and-cookies
 */
export class TwilioResponse {
  statusCode: unknown;
  body: unknown;
  headers: { [name: string]: unknown };

  constructor(options: { statusCode?: unknown; body?: unknown; headers?: { [name: string]: unknown } } = {}) {
    this.statusCode = options.statusCode ?? 200;
    this.body = options.body ?? null;
    this.headers = { ...options.headers };
  }

  setStatusCode(statusCode: unknown): this {
    this.statusCode = statusCode;
    return this;
  }

  setBody(body: unknown): this {
    this.body = body;
    return this;
  }

  /** Replaces all headers, cookies too. */
  setHeaders(headers: unknown): this {
    if (typeof headers === 'object' && headers !== null) this.headers = { ...headers };
    return this;
  }

  /** A second value of a header stands beside the first. */
  appendHeader(name: string, value: unknown): this {
    if (typeof value === 'object' && !Array.isArray(value)) throw new Error('Header value cannot be an object');
    const key = this.#keyOf(name);
    const before = this.headers[key];
    this.headers[key] = before === undefined || before === '' ? value : [before, value].flat();
    return this;
  }

  setCookie(name: string, value: string, attributes: readonly string[] = []): this {
    return this.appendHeader('Set-Cookie', [`${name}=${value}`, ...attributes].join(';'));
  }

  /** Takes back what was set, and tells the client to forget what it has. */
  removeCookie(name: string): this {
    const key = this.#keyOf('Set-Cookie');
    const others = [this.headers[key] ?? []].flat().filter((cookie) => !String(cookie).startsWith(`${name}=`));
    this.headers[key] = [...others, `${name}=;Max-Age=0`];
    return this;
  }

  /** The spelling in which the header is there already: names know no case. */
  #keyOf(name: string): string {
    return Object.keys(this.headers).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
  }
}
