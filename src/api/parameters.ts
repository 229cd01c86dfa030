/**
 * Typed reading of parameters, with the messages that clients know. What a caller wrote is never repeated in a
 * message. Source: rest-api §9, limits-and-errors §4.
 */
import { isWebUrl } from '../carriers/web-url.ts';
import { isJsonObject, type JsonObject, parseJson } from '../engine/json.ts';
import { type ApiError, apiError } from './errors.ts';
import { type Form, first } from './forms.ts';

/** Turns the text of the parameter `name` into a value, or throws. */
export type Reader<T> = (text: string, name: string) => T;

/** The value of a parameter that must be there; an empty one counts as missing (limits-and-errors §4). */
export function required<T>(form: Form, name: string, read: Reader<T>): T {
  const value = optional(form, name, read);
  if (value === undefined) throw missing(name);
  return value;
}

/** The value of a parameter, or undefined when it is absent or empty. */
export function optional<T>(form: Form, name: string, read: Reader<T>): T | undefined {
  const text = first(form, name);
  return text === undefined || text === '' ? undefined : read(text, name);
}

/** Any text of at most `maxCharacters`, without NUL, which no database column takes. */
export function text(maxCharacters = Number.POSITIVE_INFINITY): Reader<string> {
  return (value, name) => {
    if (value.includes('\0')) throw invalid(name, 'it has a NUL character');
    if (value.length > maxCharacters) throw invalid(name, `it is longer than ${maxCharacters} characters`);
    return value;
  };
}

/** An address as it is given. A plus that a form did not encode arrives as a space and is put back (ext). */
export const address: Reader<string> = (value, name) => text()(value, name).replace(/^ (?=\d{7,15}$)/, '+');

export const webUrl: Reader<string> = (value, name) => {
  if (!isWebUrl(value)) throw invalid(name, 'it must be a URL that begins with http:// or https://');
  return text()(value, name);
};

export function oneOf<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value, name) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw invalid(name, `it must be ${words.join(' or ')}`);
    return word;
  };
}

/** `true` or `false`, in any case, as the SDKs of other languages write it. */
export const boolean: Reader<boolean> = (value, name) => oneOf('true', 'false')(value.toLowerCase(), name) === 'true';

export function sidOf(prefix: string): Reader<string> {
  return (value, name) => {
    if (!isSid(value, prefix)) throw invalid(name, `it must be ${prefix} and 32 hexadecimal characters`);
    return value;
  };
}

/** A JSON object written as text. */
export function jsonObject(maxBytes: number): Reader<JsonObject> {
  return (value, name) => {
    if (Buffer.byteLength(value) > maxBytes) throw invalid(name, `it is longer than ${maxBytes} bytes`);
    const object = parseJson(value);
    if (!isJsonObject(object)) throw invalid(name, 'it must be a JSON object');
    return object;
  };
}

export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, name) => {
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    const range = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} on` : `${minimum} to ${maximum}`;
    if (!(number >= minimum && number <= maximum)) throw invalid(name, `it must be a whole number from ${range}`);
    return number;
  };
}

const dateTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|z|[+\- ]\d\d:?\d\d))?$/;

/** An ISO 8601 date-time with its offset, or a date (midnight UTC); epoch milliseconds. */
export const date: Reader<number> = (value, name) => {
  const match = dateTime.exec(value);
  const [, day = '', minutes = '00:00', seconds = '00', fraction = '', offset = 'Z'] = match ?? [];
  const local = `${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const localMs = Date.parse(local);
  const offsetMs = offsetOf(offset);
  // 30 February parses as 1 March: what does not come back as it was written is no date.
  const isReal = match !== null && !Number.isNaN(localMs) && new Date(localMs).toISOString() === local;
  if (!isReal || offsetMs === undefined) throw invalid(name, 'it must be an ISO 8601 date-time with an offset');
  return localMs - offsetMs;
};

/** True for `prefix` and 32 hexadecimal characters. */
export function isSid(value: string, prefix: string): boolean {
  return value.length === 34 && value.startsWith(prefix) && /^[0-9a-fA-F]{32}$/.test(value.slice(2));
}

export function missing(name: string): ApiError {
  return apiError(20001, { message: `Missing required parameter ${name} in the post body` });
}

export function invalid(name: string, why: string): ApiError {
  return apiError(20001, { message: `${name} is invalid: ${why}` });
}

/** Milliseconds of `+02:00`; a plus that was not encoded arrives as a space. */
function offsetOf(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
