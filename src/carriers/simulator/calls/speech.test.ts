/** Calls with engines that speak and listen in the place of typed words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tone } from '../../../audio/tones.ts';
import { wavFile } from '../../../audio/wav.ts';
import { type HearingOptions, SpeechError, type Utterance } from '../../../speech/speech.ts';
import { accountSid } from '../simulator-fixture.ts';
import { openCallTest, told } from './calls-fixture.ts';

const sound = wavFile(tone([440], 2));

test('what an engine speaks takes as long as its sound', async (t) => {
  const said: Utterance[] = [];
  const speaker = {
    async say(utterance: Utterance) {
      said.push(utterance);
      return { seconds: 7.5, samples: tone([220], 7.5) };
    },
  };
  const it = await openCallTest(
    t,
    { '/voice': '<Say voice="Polly.Joanna" language="en-GB">One <break time="1s"/> two</Say><Pause length="9"/>' },
    { speech: { speaker, listener: undefined } },
  );
  const call = await it.call();
  await it.pass(7);
  assert.equal((await it.leg(call)).isListening, false);
  await it.pass(1);
  assert.deepEqual(said, [
    {
      parts: [
        { type: 'text', text: 'One', rate: 1 },
        { type: 'pause', seconds: 1 },
        { type: 'text', text: 'two', rate: 1 },
      ],
      voice: 'Polly.Joanna',
      language: 'en-GB',
    },
  ]);
  const [entry] = (await it.leg(call)).transcript.filter(({ kind }) => kind === 'said');
  assert.deepEqual([entry?.text, entry?.seconds, entry?.samples], ['One … two', 7.5, undefined]);
});

const heardOptions: HearingOptions[] = [];
const listener = {
  async hear(samples: Int16Array, options: HearingOptions = {}) {
    heardOptions.push(options);
    if (samples.length < 8_000) throw new SpeechError('the engine gave up');
    return { text: 'two large pizzas', confidence: 0.7 };
  },
};
const silent = { speaker: { say: async () => ({ seconds: 1 }) }, listener };

test('the sound of a handset is understood with the language and the hints of the gather', async (t) => {
  const gather = '<Gather input="speech" language="it-IT" hints="pizza, pasta" action="/heard" speechTimeout="auto"/>';
  const it = await openCallTest(t, { '/voice': gather, '/heard': '<Say>Thanks</Say>' }, { speech: silent });
  const call = await it.call();
  const leg = await it.act(call, { speech: { audio: sound } });
  await it.pass(1);
  assert.deepEqual(told(leg)[0], '> two large pizzas');
  assert.deepEqual(heardOptions.at(-1), { language: 'it-IT', hints: ['pizza', 'pasta'] });
  assert.deepEqual(
    it.sent('/heard').map(({ SpeechResult, Confidence }) => [SpeechResult, Confidence]),
    [['two large pizzas', '0.7']],
  );
});

const refused: readonly {
  readonly what: string;
  readonly audio: Uint8Array;
  readonly deaf?: boolean;
  readonly says: RegExp;
}[] = [
  { what: 'no engine listens', audio: sound, deaf: true, says: /No engine listens: set speech\.in/ },
  { what: 'the sound is none', audio: Buffer.from('hello'), says: /WAV/ },
  { what: 'the engine fails', audio: wavFile(tone([440], 0.5)), says: /gave up/ },
];
for (const { what, audio, deaf, says } of refused) {
  test(`nothing is said when ${what}`, async (t) => {
    const speech = deaf ? { ...silent, listener: undefined } : silent;
    const it = await openCallTest(t, { '/voice': '<Gather input="speech"/>' }, { speech });
    const call = await it.call();
    const done = await it.calls.act(accountSid, call, { speech: { audio } });
    assert.ok(done && !done.ok);
    assert.match(done.refusal.message, says);
    assert.deepEqual(told(await it.leg(call)), []);
  });
}

test('a recorded message is written down by the engine that listens', async (t) => {
  const record = '<Record action="/done" transcribe="true" transcribeCallback="/written"/>';
  const it = await openCallTest(t, { '/voice': record, '/done': '<Hangup/>', '/written': '' }, { speech: silent });
  const call = await it.call();
  await it.pass(1);
  await it.act(call, { recording: { audio: { contentType: 'audio/wav', bytes: sound } } });
  await it.pass(2);
  assert.deepEqual(
    it.sent('/written').map(({ TranscriptionText, TranscriptionStatus }) => [TranscriptionText, TranscriptionStatus]),
    [['two large pizzas', 'completed']],
  );
});
