/**
 * Request parameters: forms, JSON objects of the same names (ext), and queries; order, repeated names and the raw text
 * are kept. Everything is strict UTF-8: what cannot be read is refused, never guessed. Source: rest-api §1.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonObject, parseJson } from '../engine/json.ts';
import { apiError } from './errors.ts';
import { requestQuery } from './urls.ts';

export interface Form {
  /** The body or query as it came. */
  readonly text: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Bytes of a body, unless a route sets its own `bodyLimit`. */
export const bodyLimit = 1024 * 1024;

/** More parameters than any client sends (ext). */
const maxFields = 1000;

const noForm: Form = { text: '', fields: [] };

/** Reads every body as a `Form`, which is then `request.body`. */
export function installFormParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    // A path or method that does not exist is the better thing to say.
    if (request.is404) return noForm;
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') throw apiError(20415);
    return parseBody(request.headers['content-type'], body);
  });
}

/** Parameters in the body; none when there is no body. */
export function formOf(request: FastifyRequest): Form {
  return isForm(request.body) ? request.body : noForm;
}

/** Parameters in the query. */
export function queryOf(request: FastifyRequest): Form {
  return parseForm(requestQuery(request));
}

/** The first value under `name`, as web frameworks read a parameter that comes twice. */
export function first(form: Form, name: string): string | undefined {
  return form.fields.find(([key]) => key === name)?.[1];
}

/** Every value under `name`, in order. */
export function all(form: Form, name: string): readonly string[] {
  return form.fields.filter(([key]) => key === name).map(([, value]) => value);
}

/** Parses `a=1&b=2`. Refuses malformed percent-encodings, bad UTF-8 and too many fields. */
export function parseForm(text: string): Form {
  const fields: [string, string][] = [];
  for (let start = 0; start < text.length; ) {
    const ampersand = text.indexOf('&', start);
    const end = ampersand === -1 ? text.length : ampersand;
    if (end > start) {
      if (fields.length === maxFields) throw apiError(20001, { message: `More than ${maxFields} parameters` });
      fields.push(parsePair(text.slice(start, end)));
    }
    start = end + 1;
  }
  return { text, fields };
}

function parsePair(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  return equals === -1 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw apiError(20001, { message: 'The parameters are invalid: a percent-encoding is malformed or not UTF-8' });
  }
}

function isForm(body: unknown): body is Form {
  return typeof body === 'object' && body !== null && 'fields' in body && 'text' in body;
}

function parseBody(contentType: string | undefined, body: Buffer): Form {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isJson = mediaType === 'application/json' || mediaType.endsWith('+json');
  // A body without a type is read as what every client sends.
  if (!isJson && mediaType !== '' && mediaType !== 'application/x-www-form-urlencoded') throw apiError(20415);
  const text = utf8(body);
  if (isJson) return jsonForm(text);
  return parseForm(text);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function utf8(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw apiError(20001, { message: 'The request body is invalid: it is not UTF-8' });
  }
}

/** A JSON object as the same parameters: arrays repeat the name, objects stay JSON text, `null` is absent (ext). */
function jsonForm(text: string): Form {
  if (text.trim() === '') return noForm;
  const body = parseJson(text);
  if (!isJsonObject(body)) throw apiError(20001, { message: 'The request body is invalid: it is not a JSON object' });
  const fields = Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((entry) => entry !== null)
      .map((entry): [string, string] => [name, typeof entry === 'string' ? entry : JSON.stringify(entry)]),
  );
  if (fields.length > maxFields) throw apiError(20001, { message: `More than ${maxFields} parameters` });
  return { text, fields };
}
