import type { Json } from '../../engine/json.ts';

/** What a gateway said, read once. */
export interface Said {
  readonly text: string;
  /** Undefined when the text is no JSON. */
  readonly json: Json | undefined;
}

/** Finds a value in what was said; undefined when it is not there. */
export type Pick = (said: Said) => string | undefined;

/** An expression is not let loose on more than this. */
const maxCharacters = 65_536;

/**
 * A JSON pointer (RFC 6901) where it begins with a slash, else a regular expression whose first group, or whole match, is
 * the value. Throws an `Error` when it is neither; `place` is the setting.
 */
export function parsePick(path: string, place: string): Pick {
  if (path.startsWith('/')) {
    const values = parsePointer(path);
    return ({ json }) => scalar(values(json));
  }
  let expression: RegExp;
  try {
    expression = new RegExp(path, 'u');
  } catch {
    throw new Error(`${place} is neither a JSON pointer such as /data/id nor a regular expression`);
  }
  return ({ text }) => {
    const found = expression.exec(text.slice(0, maxCharacters));
    return found?.[1] ?? found?.[0];
  };
}

/** Follows a JSON pointer, by own properties only. */
export function parsePointer(pointer: string): (json: Json | undefined) => Json | undefined {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (json) =>
    steps.reduce<Json | undefined>((value, step) => {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      return (value as { readonly [key: string]: Json })[step];
    }, json);
}

export function scalar(value: Json | undefined): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

export function readSaid(text: string): Said {
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    return { text, json: undefined };
  }
}
