import { createContext, Script } from 'node:vm';
import type { Json } from '../../engine/json.ts';

/** What a gateway said, read once. */
export interface Said {
  readonly text: string;
  /** Undefined when the text is no JSON. */
  readonly json: Json | undefined;
  /** What could not be looked for in it, one sentence each: picks add to them. */
  readonly warnings: string[];
}

/** Finds a value in what was said; undefined when it is not there. */
export type Pick = (said: Said) => string | undefined;

/** An expression is not let loose on more than this. */
const maxCharacters = 65_536;
/** Nor for longer: some take time that doubles with every character, and everything else would wait. */
const maxMs = 250;

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
  const match = boundedMatch(expression);
  return ({ text, warnings }) => {
    const found = match(text.slice(0, maxCharacters));
    if (found === 'too-long') warnings.push(`${place} takes longer than ${maxMs} ms to match: make it simpler`);
    return typeof found === 'string' ? undefined : (found?.[1] ?? found?.[0]);
  };
}

/** An expression that is cut off: only a script of `node:vm` can be, from within one thread. */
function boundedMatch(expression: RegExp): (text: string) => RegExpExecArray | null | 'too-long' {
  const script = new Script('expression.exec(text)');
  return (text) => {
    try {
      return script.runInContext(createContext({ expression, text }), { timeout: maxMs });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too-long';
      throw error;
    }
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
    return { text, json: JSON.parse(text), warnings: [] };
  } catch {
    return { text, json: undefined, warnings: [] };
  }
}
