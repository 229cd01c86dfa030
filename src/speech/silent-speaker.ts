import type { SpeechPart } from '../twiml/index.ts';
import { type Speaker, SpeechError } from './speech.ts';

/** What a voice says in a second (inferred). Source: twiml-and-carrier-api §A2, Say. */
export const charactersPerSecond = 15;

/** How long a voice would take. */
export function estimatedSeconds(parts: readonly SpeechPart[]): number {
  return parts.reduce((sum, part) => sum + secondsOfPart(part), 0);
}

/** Takes the time that a voice would take, and makes no sound. */
export const silentSpeaker: Speaker = {
  say: async ({ parts }) => ({ seconds: estimatedSeconds(parts) }),
};

/** Speaks; where that fails, the time passes in silence, so that a call goes on. */
export function orSilent(speaker: Speaker, onFailure: (error: SpeechError) => void): Speaker {
  return {
    async say(utterance) {
      try {
        return await speaker.say(utterance);
      } catch (error) {
        if (!(error instanceof SpeechError)) throw error;
        onFailure(error);
        return silentSpeaker.say(utterance);
      }
    },
  };
}

function secondsOfPart(part: SpeechPart): number {
  if (part.type === 'pause') return part.seconds;
  return [...part.text].length / charactersPerSecond / part.rate;
}
