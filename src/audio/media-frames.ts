/** The payload of media streams: µ-law, 20 ms in a frame, base64. Source: twiml-and-carrier-api §A2, Stream. */
import { decodeMuLaw, encodeMuLaw } from './companding.ts';
import { AudioError } from './samples.ts';

/** Of one frame: a byte for each sample. */
export const frameBytes = 160;
export const frameMs = 20;

/** One payload for each 20 ms; the last is filled up with silence. */
export function* mediaPayloads(samples: Int16Array): Generator<string> {
  for (let place = 0; place < samples.length; place += frameBytes) {
    const frame = new Int16Array(frameBytes);
    frame.set(samples.subarray(place, place + frameBytes));
    yield btoa(String.fromCharCode(...encodeMuLaw(frame)));
  }
}

/** The sound of a payload, which may have any length. Throws `AudioError` for what is no base64. */
export function samplesOfPayload(payload: string): Int16Array {
  let text: string;
  try {
    text = atob(payload);
  } catch {
    throw new AudioError('The payload is no base64');
  }
  return decodeMuLaw(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
