/** The ways of the wires while cards are moved: each wire watches its own. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Point } from '../graph/geometry.ts';
import type { Wire, WireSet } from '../graph/wire-set.ts';

export class WirePaths {
  #wires: WireSet;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #all = new Set<() => void>();

  constructor(wires: WireSet) {
    this.#wires = wires;
  }

  get wires(): WireSet {
    return this.#wires;
  }

  /** Another drawing of the flow. */
  replace(wires: WireSet): void {
    if (wires === this.#wires) return;
    this.#wires = wires;
    this.#tell(this.#listeners.keys());
  }

  /** Cards are dragged: their wires follow. */
  move(places: ReadonlyMap<string, Point>): void {
    this.#tell(this.#wires.move(places));
  }

  watch(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  /** Told of every change, once. */
  watchAll(listener: () => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  #tell(ids: Iterable<string>): void {
    for (const id of [...ids]) for (const listener of this.#listeners.get(id) ?? []) listener();
    for (const listener of this.#all) listener();
  }
}

export function useWire(paths: WirePaths, id: string): Wire | undefined {
  const watch = useCallback((listener: () => void) => paths.watch(id, listener), [paths, id]);
  return useSyncExternalStore(watch, () => paths.wires.get(id));
}
