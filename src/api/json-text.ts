import { isJsonObject } from '../engine/json.ts';

/**
 * A JSON document in its own words: numbers such as `1.0` or `12345678901234567890` and the order of keys stay as they
 * were written. Goes out as the value of a top-level key. Source: rest-api §5, definitions come back verbatim.
 */
export class JsonText {
  readonly text: string;

  /** `text` must be valid JSON. */
  constructor(text: string) {
    this.text = text;
  }
}

/** `JSON.stringify`, with each top-level `JsonText` put in as it is. */
export function serialize(body: unknown): string {
  if (!isJsonObject(body) || !Object.values(body).some((value: unknown) => value instanceof JsonText)) {
    return JSON.stringify(body);
  }
  const members = Object.entries(body as Record<string, unknown>).flatMap(([key, value]) => {
    const text = value instanceof JsonText ? value.text : JSON.stringify(value);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${members.join(',')}}`;
}
