/** Sounds of handsets, understood by the engine that listens. */
import { AudioError } from '../../../audio/samples.ts';
import { readWav } from '../../../audio/wav-reader.ts';
import { type HearingOptions, SpeechError } from '../../../speech/speech.ts';
import type { Granted } from '../../network.ts';
import type { HandsetAct, SpokenWords } from '../../network-calls.ts';
import { refused } from '../refusals.ts';
import type { UnderstoodAct } from './acts.ts';
import type { CallSystem } from './call-system.ts';
import type { Leg } from './leg.ts';

/** No utterance is longer (carrier page §A2, Gather). */
const longestUtteranceSeconds = 60;

/** The act with the words of its sound, or why they are not known. */
export async function understood(system: CallSystem, leg: Leg, act: HandsetAct): Promise<Granted<UnderstoodAct>> {
  const { speech, ...rest } = act;
  if (speech === undefined || 'text' in speech) return { ok: true, value: { ...rest, speech } };
  const words = await wordsOf(system, speech.audio, expectedBy(leg), longestUtteranceSeconds);
  return words.ok ? { ok: true, value: { ...rest, speech: words.value } } : words;
}

/** What a sound says; the refusal tells the person at the handset what to do. */
export async function wordsOf(
  { speech: { listener } }: CallSystem,
  audio: Uint8Array,
  options: HearingOptions,
  longestSeconds: number,
): Promise<Granted<SpokenWords>> {
  if (!listener) return refused(20001, 'No engine listens: set speech.in in atelier.yaml, or give the words as Speech');
  try {
    const { text, confidence } = await listener.hear(readWav(audio, longestSeconds), options);
    if (text === '') return refused(20001, 'Nothing was understood');
    return { ok: true, value: { text, confidence } };
  } catch (error) {
    if (error instanceof AudioError || error instanceof SpeechError) return refused(20001, error.message);
    throw error;
  }
}

/** What the verb under way listens for. */
function expectedBy({ doing }: Leg): HearingOptions {
  const language = doing?.language;
  const hints = doing?.hints;
  return {
    ...(typeof language === 'string' ? { language } : {}),
    ...(Array.isArray(hints) ? { hints: hints.map(String) } : {}),
  };
}
