/** Answers as they are typed, or as they came. */
import { type HttpResult, isJsonObject, type JsonObject } from '../../engine/index.ts';
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

/** What came of a request that was made for real, as an answer to it. */
export function answerOf(result: HttpResult): HttpAnswer {
  if (!result.ok) return { fails: result.reason, message: result.message };
  const { status, body, contentType, headers } = result;
  return { status, body, headers, ...(contentType === undefined ? {} : { contentType }) };
}

export function jsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}
