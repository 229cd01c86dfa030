/** How long voices speak. */
import { speechParts, type TwimlElement } from '../../../twiml/index.ts';

/** Source: carrier page §A2, Say. */
const charactersPerSecond = 15;

/** Seconds of a plain text, about. */
export function speechSeconds(text: string): number {
  return text.length / charactersPerSecond;
}

/** Seconds of a `Say`: its words at their rate, and its breaks. */
export function secondsOfSay(say: TwimlElement): number {
  return speechParts(say).reduce(
    (sum, part) => sum + ('pauseSeconds' in part ? part.pauseSeconds : speechSeconds(part.text) / part.rate),
    0,
  );
}
