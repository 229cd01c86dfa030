import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpeechPart } from '../twiml/index.ts';
import { estimatedSeconds, silentSpeaker } from './silent-speaker.ts';

const text = (words: string, rate = 1): SpeechPart => ({ type: 'text', text: words, rate });

const estimates: readonly { readonly parts: readonly SpeechPart[]; readonly seconds: number }[] = [
  { parts: [], seconds: 0 },
  { parts: [text('fifteen letters')], seconds: 1 },
  { parts: [text('fifteen letters', 0.5)], seconds: 2 },
  { parts: [text('fifteen letters'), { type: 'pause', seconds: 2.5 }, text('fifteen letters', 2)], seconds: 4 },
  // Characters, not units: each of these is one.
  { parts: [text('😀'.repeat(15))], seconds: 1 },
];
for (const { parts, seconds } of estimates) {
  test(`${JSON.stringify(parts)} takes ${seconds} s, and nobody hears it`, async () => {
    assert.equal(estimatedSeconds(parts), seconds);
    assert.deepEqual(await silentSpeaker.say({ parts }), { seconds });
  });
}
