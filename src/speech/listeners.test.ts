import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silence } from '../audio/tones.ts';
import { type Bench, bench } from './engine-fixture.ts';
import { type Heard, SpeechError } from './speech.ts';
import { voskListener } from './vosk.ts';
import { whisperListener } from './whisper.ts';

const limits = { timeoutSeconds: 20, concurrency: 2 };

function whisperOf(desk: Bench, behaviour: object, changes: object = {}) {
  return whisperListener({ command: desk.program('whisper'), model: desk.model(behaviour), ...limits, ...changes });
}

function voskOf(desk: Bench, behaviour: object, models: { readonly [language: string]: string } = {}) {
  return voskListener({ command: desk.program('vosk'), model: desk.model(behaviour), models, ...limits });
}

/** A segment as whisper-cli writes it. */
function segment(text: string, ...tokens: (readonly [text: string, p: number])[]) {
  return { text, offsets: { from: 0, to: 1000 }, tokens: tokens.map(([word, p]) => ({ text: word, p, id: 1 })) };
}

const written: { name: string; transcription: unknown; heard: Heard }[] = [
  {
    name: 'words, without the tokens that are none',
    transcription: [segment(' Two tickets.', ['[_BEG_]', 0.1], [' Two', 0.75], [' tickets.', 0.25], ['[_TT_50]', 0.1])],
    heard: { text: 'Two tickets.', confidence: 0.5 },
  },
  {
    name: 'several segments',
    transcription: [segment(' Hello,', [' Hello,', 1]), segment(' you.', [' you.', 0.5])],
    heard: { text: 'Hello, you.', confidence: 0.75 },
  },
  { name: 'silence', transcription: [segment(' [BLANK_AUDIO]', [' [', 0.9])], heard: { text: '' } },
  {
    name: 'noise',
    transcription: [segment(' (wind blowing) Yes.', [' Yes', 1])],
    heard: { text: 'Yes.', confidence: 1 },
  },
  { name: 'nothing', transcription: [], heard: { text: '' } },
  { name: 'no probabilities', transcription: [{ text: ' Yes.' }], heard: { text: 'Yes.' } },
  { name: 'another form', transcription: { text: 7 }, heard: { text: '' } },
];
for (const { name, transcription, heard } of written) {
  test(`Whisper: ${name}`, async (t) => {
    const desk = bench(t);
    assert.deepEqual(await whisperOf(desk, { heard: { transcription } }).hear(silence(1)), heard);
    assert.deepEqual(desk.left(), []);
  });
}

test('Whisper gets the sound at 16,000 samples a second', async (t) => {
  const desk = bench(t);
  await whisperOf(desk, { heard: {} }).hear(silence(1.5));
  const [note] = desk.notes();
  assert.deepEqual([note?.rate, note?.samples], [16_000, 24_000]);
});

for (const { language, asked } of [
  { language: undefined, asked: 'en' },
  { language: 'en-US', asked: 'en' },
  { language: 'de-AT', asked: 'de' },
  { language: 'cmn-Hans-CN', asked: 'zh' },
  { language: 'nb-NO', asked: 'no' },
  { language: '--help', asked: 'auto' },
  { language: '', asked: 'auto' },
]) {
  test(`Whisper: the language ${JSON.stringify(language)} is asked for as ${asked}`, async (t) => {
    const desk = bench(t);
    await whisperOf(desk, { heard: {} }).hear(silence(1), language === undefined ? {} : { language });
    assert.equal(desk.notes()[0]?.options['--language'], asked);
  });
}

test('Whisper: hints become a glossary, and none of them an option', async (t) => {
  const desk = bench(t);
  const listener = whisperOf(desk, { heard: {} });
  await listener.hear(silence(1), { hints: ['--help', 'sales\nsupport', ' ', 'x'.repeat(1000)] });
  await listener.hear(silence(1), { hints: [] });
  const [first, , second] = desk.notes();
  assert.match(first?.options['--prompt'] ?? '', /^Glossary: --help, sales support, x+\.$/);
  assert.ok((first?.options['--prompt'] ?? '').length < 900);
  assert.equal(second?.options['--prompt'], undefined);
});

test('Vosk gets the sound as it is, and says no confidence', async (t) => {
  const desk = bench(t);
  const heard = await voskOf(desk, { heard: 'two tickets\nplease\n' }).hear(silence(1), { language: 'en-US' });
  assert.deepEqual(heard, { text: 'two tickets please' });
  const [note] = desk.notes();
  assert.deepEqual([note?.rate, note?.samples, note?.options['--output-type']], [8000, 8000, 'txt']);
  assert.deepEqual(desk.left(), []);
});

test('Vosk has a model for each language', async (t) => {
  const desk = bench(t);
  const listener = voskOf(desk, { heard: '' }, { es: desk.model({ heard: 'dos' }, 'spanish') });
  assert.deepEqual(await listener.hear(silence(1), { language: 'es-MX' }), { text: 'dos' });
  assert.deepEqual(await listener.hear(silence(1), { language: 'en-US' }), { text: '' });
});

const listeners = { Whisper: whisperOf, Vosk: voskOf };
for (const [name, listenerOf] of Object.entries(listeners)) {
  test(`${name}: no sound starts no program`, async (t) => {
    const desk = bench(t);
    assert.deepEqual(await listenerOf(desk, {}).hear(new Int16Array(0)), { text: '' });
    assert.deepEqual(desk.notes(), []);
  });

  test(`${name}: sound without end is refused`, async (t) => {
    const desk = bench(t);
    await assert.rejects(listenerOf(desk, {}).hear(silence(601)), /takes 601 seconds: at most 600 are listened to/);
    assert.deepEqual(desk.notes(), []);
  });

  test(`${name}: a program that writes nothing is told, though it ended well`, async (t) => {
    const desk = bench(t);
    await assert.rejects(
      listenerOf(desk, {}).hear(silence(1)),
      (error) => error instanceof SpeechError && /ended well, but wrote no heard\.(json|txt)/.test(error.message),
    );
    assert.deepEqual(desk.left(), []);
  });

  test(`${name}: a program that fails is told`, async (t) => {
    const desk = bench(t);
    await assert.rejects(listenerOf(desk, { fails: 'no such model' }).hear(silence(1)), /exit code 3: no such model/);
  });
}

test('Whisper: text that is no JSON is told', async (t) => {
  const desk = bench(t);
  await assert.rejects(whisperOf(desk, { heard: '{"transcription": [' }).hear(silence(1)), /no JSON/);
});

test('programs run one after the other where one at a time is allowed', async (t) => {
  const desk = bench(t);
  const listener = whisperOf(desk, { heard: {}, takesMs: 30 }, { concurrency: 1 });
  await Promise.all([listener.hear(silence(0.1)), listener.hear(silence(0.1)), listener.hear(silence(0.1))]);
  const runs = desk
    .notes()
    .flatMap(({ begunAt, endedAt = 0 }) => (begunAt === undefined ? [] : [{ begunAt, endedAt }]));
  assert.equal(runs.length, 3);
  for (const [index, { begunAt }] of runs.entries()) assert.ok(begunAt >= (runs[index - 1]?.endedAt ?? 0));
  assert.deepEqual(desk.left(), []);
});
