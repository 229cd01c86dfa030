/**
 * What is shown of the keys that somebody presses. Numbers of cards are nobody's to read, also of one who types too early,
 * or goes on after a payment has failed.
 */
import { cardTypeOf, hasCheckDigit } from './card-numbers.ts';
import type { Transcript } from './transcript.ts';

/** Digits of the numbers of cards. Source: ISO/IEC 7812. */
const cardDigits = { least: 12, most: 19 } as const;
/** Keys that are looked at again when more come. */
const maxRemembered = 1_000;
const hidden = '•';

export interface ShownKey {
  readonly key: string;
  readonly isHidden: boolean;
}

interface Entry {
  readonly id: number;
  readonly keys: string;
  /** The same with what is hidden. */
  shown: string;
  /** Nobody listened. */
  readonly isLost: boolean;
}

export class TypedKeys {
  readonly #transcript: Transcript;
  #heardBy: 'nobody' | 'somebody' | 'payment' = 'nobody';
  /** Since somebody began to listen, as far as it may be hidden afterwards. */
  #entries: Entry[] = [];

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
  }

  /** Keys are for a verb now; gives what ends that. */
  hearBy(listener: 'somebody' | 'payment'): () => void {
    const before = this.#heardBy;
    this.#heardBy = listener;
    if (listener === 'payment') {
      for (const entry of this.#entries) if (entry.isLost) this.#show(entry, hidden.repeat(entry.keys.length));
      this.#entries = [];
      // Whoever is late with his number types on: that stays hidden until another verb listens.
      return () => {};
    }
    this.#entries = [];
    return () => {
      this.#heardBy = before === 'payment' ? 'nobody' : before;
    };
  }

  /** Notes the keys, and tells which of them are hidden. */
  press(keys: string, atMs: number): readonly ShownKey[] {
    const shown = this.#heardBy === 'payment' ? hidden.repeat(keys.length) : keys;
    const { id } = this.#transcript.add(atMs, { kind: 'keys', by: 'handset', digits: shown });
    const entry: Entry = { id, keys, shown, isLost: this.#heardBy === 'nobody' };
    if (this.#heardBy !== 'payment') {
      this.#remember(entry);
      this.#hideCards();
    }
    return [...keys].map((key, place) => ({ key, isHidden: entry.shown[place] === hidden }));
  }

  #remember(entry: Entry): void {
    this.#entries.push(entry);
    let length = this.#entries.reduce((sum, { keys }) => sum + keys.length, 0);
    while (length > maxRemembered && this.#entries.length > 1) length -= this.#entries.shift()?.keys.length ?? 0;
  }

  /** Numbers of cards, however many presses they took. */
  #hideCards(): void {
    const typed = this.#entries.map(({ keys }) => keys).join('');
    const ranges = cardsIn(typed);
    if (ranges.length === 0) return;
    let start = 0;
    for (const entry of this.#entries) {
      const first = start;
      const isCard = (place: number) => ranges.some(({ from, to }) => place >= from && place < to);
      const shown = [...entry.shown].map((key, place) => (isCard(first + place) ? hidden : key)).join('');
      if (shown !== entry.shown) this.#show(entry, shown);
      start += entry.keys.length;
    }
  }

  #show(entry: Entry, shown: string): void {
    entry.shown = shown;
    this.#transcript.amend(entry.id, { digits: shown });
  }
}

/** Where digits in a row may be the number of a card. */
function cardsIn(typed: string): readonly { readonly from: number; readonly to: number }[] {
  const ranges = [];
  for (const { index, 0: digits } of typed.matchAll(/\d+/g)) {
    for (let start = 0; start + cardDigits.least <= digits.length; start++) {
      for (let length = cardDigits.least; length <= cardDigits.most && start + length <= digits.length; length++) {
        const part = digits.slice(start, start + length);
        // A part of more digits is one by chance too often, where no issuer has such numbers.
        if (length === digits.length ? hasCheckDigit(part) : cardTypeOf(part) !== undefined) {
          ranges.push({ from: index + start, to: index + start + length });
        }
      }
    }
  }
  return ranges;
}
