/** The ports of speech: out, where a text becomes sound, and in, where sound becomes a text. */
import type { SpeechPart } from '../twiml/index.ts';

export interface Utterance {
  /** In their order; `speechParts` makes them of what stands in `<Say>`. */
  readonly parts: readonly SpeechPart[];
  /** As `<Say>` has it, e.g. `Polly.Joanna`. */
  readonly voice?: string;
  /** BCP 47, e.g. `en-US`. */
  readonly language?: string;
}

export interface Spoken {
  /** How long it takes; exact where there are samples. */
  readonly seconds: number;
  /** Mono, 8,000 a second. Absent: it takes its time, and nobody hears it. */
  readonly samples?: Int16Array;
}

export interface Speaker {
  /** Rejects with a `SpeechError`. */
  say(utterance: Utterance): Promise<Spoken>;
}

export interface Heard {
  /** Empty when nothing was understood. */
  readonly text: string;
  /** 0 to 1; absent where the engine does not say. */
  readonly confidence?: number;
}

export interface HearingOptions {
  /** BCP 47, e.g. `en-US`. */
  readonly language?: string;
  /** Words that are likely, as `<Gather>` has them. */
  readonly hints?: readonly string[];
}

export interface Listener {
  /** Mono, 8,000 samples a second. Rejects with a `SpeechError`. */
  hear(samples: Int16Array, options?: HearingOptions): Promise<Heard>;
}

/** Nothing was said or heard; `message` tells the operator why, and holds nothing of what people said. */
export class SpeechError extends Error {
  override readonly name = 'SpeechError';
}
