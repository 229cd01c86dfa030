import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpeechPart } from '../twiml/index.ts';
import { type Bench, bench } from './engine-fixture.ts';
import { type PiperSettings, piperSpeaker } from './piper.ts';
import { orSilent } from './silent-speaker.ts';
import { SpeechError } from './speech.ts';

function settingsOf(desk: Bench, model: string): PiperSettings {
  return { command: desk.program('piper'), model, models: {}, timeoutSeconds: 20, concurrency: 2 };
}

const text = (words: string, rate = 1): SpeechPart => ({ type: 'text', text: words, rate });

test('a text is spoken: the model speaks it, and it takes as long as its sound', async (t) => {
  const desk = bench(t);
  const speaker = piperSpeaker(settingsOf(desk, desk.model()));
  const { seconds, samples } = await speaker.say({ parts: [text('A'.repeat(50))] });
  assert.equal(seconds, 0.5);
  assert.deepEqual(samples, new Int16Array(4000).fill(1000));
  const [note] = desk.notes();
  assert.deepEqual(note?.lines, ['A'.repeat(50)]);
  assert.deepEqual(Object.keys(note?.options ?? {}), ['--model', '--output_dir']);
  assert.deepEqual(desk.left(), []);
});

test('parts keep their order, pauses their length, and each rate is a run of its own', async (t) => {
  const desk = bench(t);
  const speaker = piperSpeaker({ ...settingsOf(desk, desk.model()), speaker: 7 });
  const { seconds, samples = new Int16Array() } = await speaker.say({
    parts: [text('A'.repeat(10)), { type: 'pause', seconds: 0.5 }, text('B'.repeat(10), 0.5), text('C'.repeat(10))],
  });
  assert.equal(seconds, 0.1 + 0.5 + 0.2 + 0.1);
  const heard = [400, 3000, 5600, 6800].map((place) => samples[place]);
  assert.deepEqual(heard, [1000, 0, 2000, 3000]);
  assert.deepEqual(
    desk.notes().map(({ lines, options }) => [lines, options['--length_scale'], options['--speaker']]),
    [
      [['A'.repeat(10), 'C'.repeat(10)], undefined, '7'],
      [['B'.repeat(10)], '2.000', '7'],
    ],
  );
});

test('text goes in by its lines: none is read as an option, none becomes two', async (t) => {
  const desk = bench(t);
  const speaker = piperSpeaker(settingsOf(desk, desk.model()));
  await speaker.say({ parts: [text('--help'), text('one\r\ntwo\u2028three\u0000four', 2), text('$(id) `id` "&|;')] });
  assert.deepEqual(
    desk.notes().flatMap(({ lines }) => lines),
    ['--help', '$(id) `id` "&|;', 'one two three four'],
  );
});

test('what has no letter is not spoken, and starts no program', async (t) => {
  const desk = bench(t);
  const speaker = piperSpeaker(settingsOf(desk, desk.model()));
  const spoken = await speaker.say({ parts: [text('…'), { type: 'pause', seconds: 1 }, text(' - ')] });
  assert.deepEqual(spoken, { seconds: 1, samples: new Int16Array(8000) });
  assert.deepEqual(desk.notes(), []);
});

for (const { language, model } of [
  { language: 'es-MX', model: 'mexico' },
  { language: 'es-ES', model: 'spanish' },
  { language: 'ES', model: 'spanish' },
  { language: 'en-US', model: 'model' },
  { language: undefined, model: 'model' },
]) {
  test(`the language ${language} is spoken by the voice ${model}`, async (t) => {
    const desk = bench(t);
    const models = { es: desk.model({}, 'spanish'), 'es-MX': desk.model({}, 'mexico') };
    const speaker = piperSpeaker({ ...settingsOf(desk, desk.model()), models });
    await speaker.say({ parts: [text('Hola')], ...(language === undefined ? {} : { language }) });
    assert.equal(desk.notes()[0]?.options['--model'], `${desk.folder}/${model}`);
  });
}

test('the program gets nothing of the environment but what it needs', async (t) => {
  process.env.ATELIER_SECRET_OF_TEST = 'secret';
  t.after(() => delete process.env.ATELIER_SECRET_OF_TEST);
  const desk = bench(t);
  await piperSpeaker(settingsOf(desk, desk.model())).say({ parts: [text('A')] });
  const { PATH, ATELIER_SECRET_OF_TEST: secret } = desk.notes()[0]?.environment ?? {};
  assert.equal(PATH, process.env.PATH);
  assert.equal(secret, undefined);
});

const failures: { name: string; behaviour?: object; settings?: Partial<PiperSettings>; says: RegExp }[] = [
  {
    name: 'a program that is not there',
    settings: { command: '/nowhere/piper' },
    says: /^There is no program \/nowhere\/piper: install it, or say in the settings/,
  },
  {
    name: 'a program that ends with an error',
    behaviour: { fails: 'Unable to find voice' },
    says: /^piper\.cjs failed with exit code 3: Unable to find voice$/,
  },
  {
    name: 'an error that repeats the text',
    behaviour: { fails: 'cannot say: my secret' },
    says: /^piper\.cjs failed with exit code 3$/,
  },
  {
    name: 'a program that does not end',
    behaviour: { hangs: true },
    settings: { timeoutSeconds: 1 },
    says: /^piper\.cjs took longer than 1 seconds and was stopped$/,
  },
  {
    name: 'a program that prints without end',
    behaviour: { floods: true },
    says: /^piper\.cjs printed more than 1048576 bytes and was stopped$/,
  },
  { name: 'too few files', behaviour: { writes: 0 }, says: /made 0 files of 1 lines/ },
  { name: 'a file that is no sound', behaviour: { garbage: true }, says: /made: This is no WAV file/ },
];
for (const { name, behaviour, settings, says } of failures) {
  test(`${name}: an error that tells the operator, and no file is left`, async (t) => {
    const desk = bench(t);
    const speaker = piperSpeaker({ ...settingsOf(desk, desk.model(behaviour)), ...settings });
    await assert.rejects(
      speaker.say({ parts: [text('my secret')] }),
      (error) => error instanceof SpeechError && says.test(error.message),
    );
    assert.deepEqual(desk.left(), []);
  });
}

test('a program without permission is told', async (t) => {
  const desk = bench(t);
  const model = desk.model();
  await assert.rejects(
    piperSpeaker({ ...settingsOf(desk, model), command: model }).say({ parts: [text('A')] }),
    /may not be run: it needs the permission to execute/,
  );
});

test('a text without end is refused', async (t) => {
  const desk = bench(t);
  const speaker = piperSpeaker(settingsOf(desk, desk.model()));
  await assert.rejects(speaker.say({ parts: [text('A'.repeat(10_001))] }), /10001 characters: at most 10000/);
});

test('where an engine fails, the time passes in silence and the operator is told', async (t) => {
  const desk = bench(t);
  const told: string[] = [];
  const speaker = orSilent(piperSpeaker(settingsOf(desk, desk.model({ fails: 'no' }))), ({ message }) =>
    told.push(message),
  );
  assert.deepEqual(await speaker.say({ parts: [text('fifteen letters')] }), { seconds: 1 });
  assert.deepEqual(told, ['piper.cjs failed with exit code 3: no']);
});
