/** What a leg hears: each sound lasts so many seconds. */
import { beepSeconds, keyTonesSeconds } from '../../../audio/tones.ts';

export type Sound =
  | {
      readonly kind: 'said';
      readonly text: string;
      readonly voice: string | undefined;
      readonly language: string;
      readonly seconds: number;
      /** Absent: nobody hears it. */
      readonly samples?: Int16Array;
    }
  | { readonly kind: 'played'; readonly url: string; readonly seconds: number }
  | { readonly kind: 'keys'; readonly by: 'network'; readonly digits: string; readonly seconds: number }
  | { readonly kind: 'beep'; readonly seconds: number }
  | { readonly kind: 'silence'; readonly seconds: number };

export const beep: Sound = { kind: 'beep', seconds: beepSeconds };

export function silence(seconds: number): Sound {
  return { kind: 'silence', seconds };
}

/** `0-9 A-D * # w W`. */
export function keys(digits: string): Sound {
  return { kind: 'keys', by: 'network', digits, seconds: keyTonesSeconds(digits) };
}
