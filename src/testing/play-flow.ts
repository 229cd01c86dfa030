import { Play } from './play.ts';
import type { PlayOptions } from './play-options.ts';

/** Starts a flow and gives the play: what happened so far, and ways to go on. */
export function playFlow(options: PlayOptions): Play {
  return new Play(options);
}
