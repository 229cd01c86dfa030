/** How long voices speak. */
import { estimatedSeconds } from '../../../speech/silent-speaker.ts';

/** Seconds of a plain text, about. */
export function speechSeconds(text: string): number {
  return estimatedSeconds([{ type: 'text', text, rate: 1 }]);
}
