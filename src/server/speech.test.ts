import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { silence } from '../audio/tones.ts';
import { bench } from '../speech/engine-fixture.ts';
import { ConfigError } from './config-error.ts';
import { parseSettings } from './settings-file/index.ts';
import { openSpeech } from './speech.ts';

const noLog = { warn: () => {} };
const parts = [{ type: 'text', text: 'fifteen letters', rate: 1 } as const];

function settingsOf(text: string) {
  const { settings, problems } = parseSettings(text, {});
  assert.deepEqual(problems, []);
  return settings;
}

test('without settings, speech takes its time in silence, and nobody listens', async () => {
  const { speaker, listener } = openSpeech({ file: {}, fileFolder: '/' }, noLog);
  assert.deepEqual(await speaker.say({ parts }), { seconds: 1 });
  assert.equal(listener, undefined);
});

test('engines speak and listen as the settings say, with paths beside the file', async (t) => {
  const desk = bench(t);
  desk.program('piper');
  desk.program('whisper');
  desk.model({}, 'voice');
  desk.model({ heard: { transcription: [{ text: ' Yes.' }] } }, 'ear');
  const file = settingsOf(`speech:
  out: { engine: piper, command: ./piper.cjs, model: voice, speaker: 3, models: { es: ./voice } }
  in: { engine: whisper, command: ./whisper.cjs, model: ./ear, timeout_seconds: 20, concurrency: 1 }`);
  const { speaker, listener } = openSpeech({ file, fileFolder: desk.folder }, noLog);
  const { seconds, samples } = await speaker.say({ parts });
  assert.deepEqual([seconds, samples?.length], [0.15, 1200]);
  assert.deepEqual(await listener?.hear(silence(1)), { text: 'Yes.' });
  assert.equal(desk.notes()[0]?.options['--speaker'], '3');
});

test('Vosk listens, and a program without a path is found in PATH', async (t) => {
  const desk = bench(t);
  desk.program('vosk');
  desk.model({ heard: 'yes' });
  const path = process.env.PATH;
  process.env.PATH = `${desk.folder}:${path}`;
  t.after(() => {
    process.env.PATH = path;
  });
  const file = settingsOf('speech: { in: { engine: vosk, command: vosk.cjs, model: ./model } }');
  const { listener } = openSpeech({ file, fileFolder: desk.folder }, noLog);
  assert.deepEqual(await listener?.hear(silence(1)), { text: 'yes' });
});

test('an engine that fails is told in the log, and the call goes on', async (t) => {
  const desk = bench(t);
  desk.program('piper');
  desk.model({ fails: 'broken' });
  const told: object[] = [];
  const file = settingsOf('speech: { out: { engine: piper, command: ./piper.cjs, model: ./model } }');
  const { speaker } = openSpeech({ file, fileFolder: desk.folder }, { warn: (facts) => told.push(facts) });
  assert.deepEqual(await speaker.say({ parts }), { seconds: 1 });
  assert.deepEqual(told, [{ reason: 'piper.cjs failed with exit code 3: broken' }]);
});

const missing: { name: string; text: string; says: string | RegExp }[] = [
  {
    name: 'a program',
    text: 'speech: { out: { engine: piper, command: ./gone, model: ./model } }',
    says: /^speech\.out\.command of the settings: there is no .*gone$/,
  },
  {
    name: 'a program in PATH',
    text: 'speech: { in: { engine: vosk, command: no-such-program, model: ./model } }',
    says: /^speech\.in\.command of the settings: there is no program no-such-program in PATH/,
  },
  {
    name: 'a model',
    text: 'speech: { in: { engine: whisper, command: ./whisper.cjs, model: ./gone } }',
    says: /^speech\.in\.model of the settings: there is no .*gone$/,
  },
  {
    name: 'a model of a language',
    text: 'speech: { out: { engine: piper, command: ./piper.cjs, model: ./model, models: { es-MX: ./gone } } }',
    says: /^speech\.out\.models\.es-MX of the settings: there is no .*gone$/,
  },
];
for (const { name, text, says } of missing) {
  test(`${name} that is not there stops the start with a sentence`, (t) => {
    const desk = bench(t);
    desk.program('piper');
    desk.program('whisper');
    desk.model();
    assert.throws(
      () => openSpeech({ file: settingsOf(text), fileFolder: desk.folder }, noLog),
      (error) => error instanceof ConfigError && new RegExp(says).test(error.message),
    );
  });
}

const wrong: { text: string; says: string }[] = [
  {
    text: 'speech:\n  out: { engine: pipr, model: a }',
    says: '2:18: speech.out.engine: takes piper; did you mean piper?',
  },
  {
    text: 'speech:\n  in: { engine: piper, model: a }',
    says: '2:17: speech.in.engine: takes whisper, vosk',
  },
  {
    text: 'speech:\n  in:\n    engine: whisper',
    says: '3:5: speech.in: lacks model (Model (ggml, .bin); its path starts beside this file): add it',
  },
  {
    text: 'speech:\n  out:\n    engine: piper\n    model: a\n    timeout_seconds: 0',
    says: '5:22: speech.out.timeout_seconds: takes 1 or more',
  },
  { text: 'speech:\n  voice: a', says: '2:3: speech.voice: is not a key here; there are out, in' },
];
for (const { text, says } of wrong) {
  test(`${JSON.stringify(text)}: told with its place and a way out`, () => {
    const [first] = parseSettings(text, {}).problems;
    assert.ok(first);
    assert.equal(`${first.at.line}:${first.at.column}: ${first.path}: ${first.message}`, says);
  });
}

test('a path of the file is taken from where the file is', () => {
  const file = settingsOf('speech: { in: { engine: vosk, command: ./a/b, model: c } }');
  const place = join('/', 'somewhere', 'a', 'b');
  assert.throws(() => openSpeech({ file, fileFolder: join('/', 'somewhere') }, noLog), new RegExp(place));
});
