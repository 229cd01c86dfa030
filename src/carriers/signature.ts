/**
 * X-Twilio-Signature: HMAC-SHA1 over the URL and the form's fields, in base64. Source: carrier page §D1; the tolerances
 * of the receiver are those of the public SDKs.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'node:querystring';

export type FormFields = readonly (readonly [name: string, value: string])[];

/** Signature of a GET, or of any request without a form. */
export function signUrl(token: string, url: string): string {
  return hmac(token, withoutFragment(url));
}

/** Signature of a form POST. `url` as configured: no port is added, the query stays as it is written. */
export function signForm(token: string, url: string, fields: FormFields): string {
  return hmac(token, withoutFragment(url) + signedText(fields));
}

/** For a body that is no form: its hash goes into the query of the URL, and the signature covers that URL alone. */
export function signBody(
  token: string,
  url: string,
  body: string | Uint8Array,
): { readonly url: string; readonly signature: string } {
  const plain = withoutFragment(url);
  const signed = `${plain}${plain.includes('?') ? '&' : '?'}bodySHA256=${sha256(body)}`;
  return { url: signed, signature: signUrl(token, signed) };
}

export interface SignedRequest {
  readonly token: string;
  /** The header as it came. */
  readonly signature: string | undefined;
  /** The request's URL as its sender may know it: behind proxies there can be several. One of them must fit. */
  readonly urls: readonly string[];
  /** Fields of a form body; empty for a GET. */
  readonly form?: FormFields;
  /** Any other body, as it came: then `bodySHA256` in the query must be its hash. */
  readonly body?: string | Uint8Array;
}

/** True when whoever knows `token` made this request. */
export function validateSignature({ token, signature, urls, form, body }: SignedRequest): boolean {
  if (signature === undefined || token === '') return false;
  const tail = body === undefined ? signedText(form ?? []) : '';
  return urls.some(
    (url) =>
      (body === undefined || isSame(bodyHashOf(url), sha256(body))) &&
      spellings(url).some((spelling) => isSame(signature, hmac(token, spelling + tail))),
  );
}

/** Fields sorted by name, nothing between name and value; values of one name distinct and sorted. */
function signedText(fields: FormFields): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of fields) {
    const known = values.get(name);
    if (known) known.add(value);
    else values.set(name, new Set([value]));
  }
  // The order of UTF-16 units, which the SDKs use too: the order of bytes for every name a carrier sends.
  return [...values.keys()]
    .sort()
    .flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value))
    .join('');
}

/** The ways in which signers write one URL: with or without port, normalised, with the query encoded anew. */
function spellings(url: string): string[] {
  const plain = withoutFragment(url);
  const candidates = [plain, withoutPort(plain), withPort(plain)];
  if (URL.canParse(plain)) {
    // Among others, `new URL` writes a single quote in the query as %27.
    const normal = new URL(plain).href;
    for (const spelling of [withoutPort(normal), withPort(normal)]) {
      candidates.push(spelling, withQueryEncodedAnew(spelling));
    }
  }
  return [...new Set(candidates)];
}

// Not by `new URL`: user, path and query must keep the characters that were signed.
const urlParts = /^(https?:\/\/(?:[^/?#]*@)?(?:\[[^\]]*\]|[^/?#:[]*))(:\d*)?(.*)$/is;

function withoutPort(url: string): string {
  return url.replace(urlParts, (_all, front: string, _port: string | undefined, rest: string) => front + rest);
}

/** With the port it has, else with the scheme's own. */
function withPort(url: string): string {
  const standard = /^https/i.test(url) ? ':443' : ':80';
  return url.replace(urlParts, (_all, front: string, port: string | undefined, rest: string) =>
    [front, port ?? standard, rest].join(''),
  );
}

function withQueryEncodedAnew(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : `${url.slice(0, query)}?${stringify(parse(url.slice(query + 1)))}`;
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}

function bodyHashOf(url: string): string {
  return URL.canParse(url) ? (new URL(url).searchParams.get('bodySHA256') ?? '') : '';
}

function hmac(token: string, text: string): string {
  return createHmac('sha1', token).update(text, 'utf8').digest('base64');
}

function sha256(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

/** In constant time. The right text has a known length, so that a wrong length may be told at once. */
function isSame(given: string, right: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(right);
  return one.length === other.length && timingSafeEqual(one, other);
}
