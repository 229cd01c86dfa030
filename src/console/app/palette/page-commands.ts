/** What the page that is open adds to the list of commands. */
import { useEffect, useRef } from 'react';
import type { PickEntry, PickGroup } from '../pick-list.tsx';

export interface PageCommand extends PickEntry {
  /** That do the same: `Mod+F`. */
  readonly keys?: string;
  readonly run: () => void;
}

type Commands = () => readonly PickGroup<PageCommand>[];

let ofPage: Commands = () => [];

/** Asked each time that the list is opened. */
export function pageCommands(): readonly PickGroup<PageCommand>[] {
  return ofPage();
}

export function usePageCommands(commands: Commands): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    ofPage = () => latest.current();
    return () => {
      ofPage = () => [];
    };
  }, []);
}
