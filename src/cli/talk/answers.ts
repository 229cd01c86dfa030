/** Answers as they are typed. */
import { isJsonObject, type JsonObject } from '../../engine/index.ts';
import { parseJson } from '../../engine/json.ts';
import type { HttpAnswer } from '../../testing/index.ts';

export const httpUsage = ':http takes a status and a body, or fail, or timeout';

/** `200 {"a":1}`, `404`, `fail` or `timeout`; undefined when it is none of these. */
export function httpAnswer(text: string): HttpAnswer | undefined {
  if (text === 'timeout') return { fails: 'timeout' };
  if (text === 'fail') return { fails: 'network' };
  const [, status, body = ''] = /^([1-5]\d\d)(?:\s+(.*))?$/s.exec(text) ?? [];
  if (status === undefined) return undefined;
  if (body === '') return { status: Number(status) };
  return { status: Number(status), body, contentType: contentTypeOf(body) };
}

function contentTypeOf(body: string): string {
  if (parseJson(body) !== undefined) return 'application/json';
  return body.startsWith('<') ? 'text/xml' : 'text/plain';
}

export function jsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}
