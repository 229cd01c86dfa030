/**
 * Speech out by Piper. Source: its command line, which rhasspy/piper (C++) and OHF-Voice/piper1-gpl (Python) share:
 * `--model`, `--output_dir` (one WAV file for each line of text, named by a rising time), `--length_scale`, `--speaker`.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AudioError, secondsOf } from '../audio/samples.ts';
import { type SoundPart, sequence } from '../audio/sequence.ts';
import { readWav } from '../audio/wav-reader.ts';
import type { SpeechPart } from '../twiml/index.ts';
import { createEngine, type Engine, type EngineSettings } from './engine.ts';
import { type Models, modelFor } from './models.ts';
import { type Speaker, SpeechError } from './speech.ts';

export interface PiperSettings extends EngineSettings, Models {
  /** Of a model that has several. */
  readonly speaker?: number;
}

/** More than any carrier speaks at once (4,096): it is refused. */
const mostCharacters = 10_000;
const longestSpokenSeconds = 1800;

export function piperSpeaker(settings: PiperSettings): Speaker {
  const engine = createEngine(settings);
  return {
    async say({ parts, language }) {
      const lines = linesOf(parts);
      const args = argumentsFor(language);
      const sounds = lines.length === 0 ? noSounds : await engine.use((folder) => speak(engine, folder, lines, args));
      const samples = sequenceOf(parts, sounds);
      return { seconds: secondsOf(samples), samples };
    },
  };

  function argumentsFor(language: string | undefined): string[] {
    const { speaker } = settings;
    const chosen = speaker === undefined ? [] : ['--speaker', String(speaker)];
    return ['--model', modelFor(settings, language), ...chosen];
  }
}

interface Line {
  readonly part: SpeechPart;
  readonly text: string;
  readonly rate: number;
}

/** Each part is one line, since Piper speaks line by line; what has neither letter nor digit would be none. */
function linesOf(parts: readonly SpeechPart[]): Line[] {
  const lines = parts.flatMap((part) => {
    if (part.type !== 'text' || !/[\p{L}\p{N}]/u.test(part.text)) return [];
    const text = part.text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
    // In steps of a tenth, the rates, and with them the runs, stay few.
    return [{ part, text, rate: Math.round(part.rate * 10) / 10 }];
  });
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  if (characters > mostCharacters) {
    throw new SpeechError(`The text has ${characters} characters: at most ${mostCharacters} are spoken at once`);
  }
  return lines;
}

type Sounds = ReadonlyMap<SpeechPart, Int16Array>;

const noSounds: Sounds = new Map();

/** One run for each rate, since it is the same for all lines of a run. */
async function speak(engine: Engine, folder: string, lines: readonly Line[], args: readonly string[]): Promise<Sounds> {
  const sounds = new Map<SpeechPart, Int16Array>();
  for (const [rate, own] of Map.groupBy(lines, (line) => line.rate)) {
    const texts = own.map(({ text }) => text);
    const spoken = await speakLines(engine, folder, rate, texts, args);
    for (const [index, { part }] of own.entries()) sounds.set(part, spoken[index] ?? new Int16Array(0));
  }
  return sounds;
}

async function speakLines(
  engine: Engine,
  folder: string,
  rate: number,
  lines: readonly string[],
  args: readonly string[],
): Promise<Int16Array[]> {
  const output = join(folder, String(rate));
  await mkdir(output);
  const tempo = rate === 1 ? [] : ['--length_scale', (1 / rate).toFixed(3)];
  await engine.run(folder, [...args, ...tempo, '--output_dir', output], `${lines.join('\n')}\n`);
  const names = (await readdir(output)).filter((name) => /^\d+\.wav$/.test(name)).sort(byNumber);
  if (names.length !== lines.length) {
    throw new SpeechError(`The speech engine made ${names.length} files of ${lines.length} lines`);
  }
  const sounds: Int16Array[] = [];
  for (const name of names) sounds.push(readSound(await engine.output(join(output, name))));
  return sounds;
}

/** Names are times in nanoseconds: as text, 10 would come before 9. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function readSound(bytes: Uint8Array): Int16Array {
  return asSpeech(() => readWav(bytes, longestSpokenSeconds));
}

function sequenceOf(parts: readonly SpeechPart[], sounds: Sounds): Int16Array {
  const inOrder = parts.map(
    (part): SoundPart =>
      part.type === 'pause'
        ? { type: 'silence', seconds: part.seconds }
        : { type: 'samples', samples: sounds.get(part) ?? new Int16Array(0) },
  );
  return asSpeech(() => sequence(inOrder, longestSpokenSeconds));
}

function asSpeech(read: () => Int16Array): Int16Array {
  try {
    return read();
  } catch (error) {
    if (error instanceof AudioError) throw new SpeechError(`What the speech engine made: ${error.message}`);
    throw error;
  }
}
