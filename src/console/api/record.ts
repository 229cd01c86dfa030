/** Reads resources: what an answer must have is checked here, once, where it comes in. */
import { isRecord } from './client.ts';

export interface Resource {
  /** Throws when it is no text. */
  text(key: string): string;
  /** Undefined when it is absent, null or empty. */
  maybe(key: string): string | undefined;
  /** 0 when it is absent or no number. */
  number(key: string): number;
  /** Epoch milliseconds; undefined when it is absent or no date. */
  time(key: string): number | undefined;
  value(key: string): unknown;
  /** Throws when it is no object. `what` names it. */
  part(key: string, what: string): Resource;
  /** Empty when it is absent; throws when it is no list of objects. `what` names one of them. */
  list(key: string, what: string): readonly Resource[];
}

/** Throws when `value` is no object. `what` names it in the error. */
export function resource(value: unknown, what: string): Resource {
  if (!isRecord(value)) throw new Error(`the server sent no ${what}`);
  return {
    text(key) {
      const found = value[key];
      if (typeof found !== 'string') throw new Error(`the server sent a ${what} without ${key}`);
      return found;
    },
    maybe(key) {
      const found = value[key];
      return typeof found === 'string' && found !== '' ? found : undefined;
    },
    number(key) {
      const found = Number(value[key] ?? 0);
      return Number.isFinite(found) ? found : 0;
    },
    time(key) {
      const found = value[key];
      const milliseconds = typeof found === 'string' ? Date.parse(found) : Number.NaN;
      return Number.isNaN(milliseconds) ? undefined : milliseconds;
    },
    value: (key) => value[key],
    part: (key, each) => resource(value[key], each),
    list(key, each) {
      const found = value[key] ?? [];
      if (!Array.isArray(found)) throw new Error(`the server sent a ${what} without ${key}`);
      return found.map((entry) => resource(entry, each));
    },
  };
}
