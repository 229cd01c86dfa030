/** What is marked on cards and wires beside the flow itself, watched one by one: a change draws only what it is about. */
import { useCallback, useSyncExternalStore } from 'react';

/** The rim of a card (console §3.5). */
export type Rim =
  | 'error'
  | 'warning'
  | 'visited'
  | 'waiting'
  | 'failed'
  | 'added'
  | 'removed'
  | 'changed'
  | 'moved'
  | 'hit';

export interface CardMark {
  readonly rim?: Rim;
  /** Numbers of the steps in which it was visited. */
  readonly visits?: readonly number[];
  /** Problems, the worst of them, and what they say. */
  readonly problems?: {
    readonly count: number;
    readonly severity: 'error' | 'warning' | 'notice';
    readonly text: string;
  };
  /** One line under the card: *59 min left*. */
  readonly footer?: string;
  /** The line tells of something bad. */
  readonly isFooterBad?: boolean;
  /** Off the path: drawn quietly. */
  readonly isQuiet?: boolean;
  /** Said behind the name of the card. */
  readonly spoken?: string;
}

export interface WireMark {
  readonly kind?: 'visited' | 'added' | 'removed' | 'changed' | 'quiet';
  readonly label?: string;
  /** In canvas units. */
  readonly width?: number;
}

/** Values by id, each watched by itself. */
export class Marks<T extends object> {
  #values: ReadonlyMap<string, T> = new Map();
  readonly #listeners = new Map<string, Set<() => void>>();

  get(id: string): T | undefined {
    return this.#values.get(id);
  }

  /** Takes the place of all that were there. What says the same is not drawn again. */
  replace(values: ReadonlyMap<string, T>): void {
    const before = this.#values;
    const next = new Map<string, T>();
    const changed = new Set<string>();
    for (const [id, value] of values) {
      const old = before.get(id);
      const isSame = old !== undefined && JSON.stringify(old) === JSON.stringify(value);
      next.set(id, isSame ? old : value);
      if (!isSame) changed.add(id);
    }
    for (const id of before.keys()) if (!values.has(id)) changed.add(id);
    this.#values = next;
    for (const id of changed) for (const listener of this.#listeners.get(id) ?? []) listener();
  }

  watch(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }
}

export function useMark<T extends object>(marks: Marks<T>, id: string): T | undefined {
  const watch = useCallback((listener: () => void) => marks.watch(id, listener), [marks, id]);
  return useSyncExternalStore(watch, () => marks.get(id));
}
