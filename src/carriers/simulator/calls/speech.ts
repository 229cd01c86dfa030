/** How long voices speak. */
import { estimatedSeconds } from '../../../speech/silent-speaker.ts';
import { speechParts, type TwimlElement } from '../../../twiml/index.ts';

/** Seconds of a plain text, about. */
export function speechSeconds(text: string): number {
  return estimatedSeconds([{ type: 'text', text, rate: 1 }]);
}

/** Seconds of a `Say`: its words at their rate, and its breaks. */
export function secondsOfSay(say: TwimlElement): number {
  return estimatedSeconds(speechParts(say));
}
