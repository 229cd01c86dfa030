/**
 * Speech in by whisper.cpp. Source: its `whisper-cli`: `--model`, `--file`, `--language`, `--prompt`,
 * `--output-json-full` (tokens with their probability), `--output-file` (without an ending), `--no-prints`.
 */
import { join } from 'node:path';
import { createEngine, type EngineSettings } from './engine.ts';
import { writeSound } from './listening.ts';
import { mainLanguage } from './models.ts';
import { type Heard, type Listener, SpeechError } from './speech.ts';

export interface WhisperSettings extends EngineSettings {
  readonly model: string;
}

/** The rate that it was trained on; older builds take no other. */
const whisperRate = 16_000;

export function whisperListener(settings: WhisperSettings): Listener {
  const engine = createEngine(settings);
  return {
    async hear(samples, { language, hints = [] } = {}) {
      if (samples.length === 0) return { text: '' };
      return engine.use(async (folder) => {
        const sound = await writeSound(folder, samples, whisperRate);
        const output = join(folder, 'heard');
        await engine.run(folder, [
          ...['--model', settings.model, '--file', sound, '--language', languageOf(language)],
          ...['--output-json-full', '--output-file', output, '--no-prints'],
          ...promptOf(hints),
        ]);
        return heardOf((await engine.output(`${output}.json`)).toString('utf8'));
      });
    },
  };
}

/** Tags of the carrier that Whisper knows by another name. */
const otherNames: { readonly [language: string]: string } = { cmn: 'zh', nb: 'no', fil: 'tl' };

function languageOf(tag = 'en'): string {
  const language = mainLanguage(tag);
  if (!/^[a-z]{2,3}$/.test(language)) return 'auto';
  return (Object.hasOwn(otherNames, language) ? otherNames[language] : undefined) ?? language;
}

/** It reads half of its 448 tokens at most. */
const mostPromptCharacters = 800;

/** Words that stand before the sound make themselves likelier. The first is ours: no hint can be read as an option. */
function promptOf(hints: readonly string[]): string[] {
  const words = hints.map((hint) => hint.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()).filter((hint) => hint !== '');
  return words.length === 0 ? [] : ['--prompt', `Glossary: ${words.join(', ').slice(0, mostPromptCharacters)}.`];
}

function heardOf(json: string): Heard {
  const segments = arrayOf(recordOf(parsed(json)).transcription).map(recordOf);
  const text = segments.map((segment) => textOf(segment.text)).join('');
  const tokens = segments.flatMap((segment) => arrayOf(segment.tokens).map(recordOf));
  // [_BEG_], [_TT_50] and their like are no words.
  const certain = tokens.flatMap(({ text: token, p }) =>
    typeof p === 'number' && !textOf(token).startsWith('[_') ? [p] : [],
  );
  const words = withoutSounds(text);
  if (words === '' || certain.length === 0) return { text: words };
  const mean = certain.reduce((sum, p) => sum + p, 0) / certain.length;
  return { text: words, confidence: Math.min(1, Math.max(0, mean)) };
}

/** `[BLANK_AUDIO]`, `(wind blowing)`: what is heard and not said. */
function withoutSounds(text: string): string {
  return text
    .replaceAll(/\[[^\]]*\]|\([^)]*\)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new SpeechError('What Whisper wrote is no JSON');
  }
}

function recordOf(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
