/** What HTTP Request and Run Function write of an answer. Source: messaging page §7, Writes; §8.4. */
import type { HttpResult } from '../engine/effects.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../engine/json.ts';
import { entriesOf } from './typed-values.ts';

type Answer = Extract<HttpResult, { ok: true }>;

/** `body`, `content_type`, `status_code`, and `parsed` when the body is a JSON object. */
export function answerOutput({ body, contentType, status }: Answer): JsonObject {
  const mediaType = contentType?.split(';')[0]?.trim();
  const parsed = mediaType?.toLowerCase() === 'application/json' ? parseJson(body) : undefined;
  return {
    body,
    ...(mediaType ? { content_type: mediaType } : {}),
    status_code: status,
    // Arrays and scalars at the top are not parsed (messaging page §7).
    ...(isJsonObject(parsed) ? { parsed } : {}),
  };
}

/** Names and rendered values of a `{key, value}` list. */
export function renderedPairs(list: Json | undefined, render: (value: Json | undefined) => string): [string, string][] {
  return entriesOf(list).map(({ key, value }) => [key, render(value)]);
}

/** `application/x-www-form-urlencoded` text of the pairs. */
export function formText(pairs: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(pairs.map(([key, value]) => [key, value])).toString();
}

/** An absolute http(s) URL, or undefined. */
export function httpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}
