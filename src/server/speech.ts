/** Speech out and in, as atelier.yaml says. */
import { existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { EngineSettings } from '../speech/engine.ts';
import { piperSpeaker } from '../speech/piper.ts';
import { orSilent, silentSpeaker } from '../speech/silent-speaker.ts';
import type { Listener, Speaker } from '../speech/speech.ts';
import { voskListener } from '../speech/vosk.ts';
import { whisperListener } from '../speech/whisper.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import type { SpeechSection } from './settings-file/sections/speech.ts';

export interface Speech {
  /** Always answers: without an engine, or when it fails, what is said takes its time in silence. */
  readonly speaker: Speaker;
  /** Undefined where nobody listens. */
  readonly listener: Listener | undefined;
}

export interface SpeechLog {
  warn(facts: object, message: string): void;
}

/** Throws `ConfigError` for a program or a model that is not there. */
export function openSpeech({ file, fileFolder }: Pick<Config, 'file' | 'fileFolder'>, log: SpeechLog): Speech {
  const { out, in: heard } = file.speech ?? {};
  return {
    speaker: out === undefined ? silentSpeaker : orSilent(speakerOf(out, fileFolder), (error) => warn(log, error)),
    listener: heard === undefined ? undefined : listenerOf(heard, fileFolder),
  };
}

function warn(log: SpeechLog, { message }: Error): void {
  log.warn({ reason: message }, 'what a call says is not spoken');
}

type Out = NonNullable<SpeechSection['out']>;
type In = NonNullable<SpeechSection['in']>;

function speakerOf(out: Out, base: string): Speaker {
  const { speaker } = out;
  return piperSpeaker({
    ...engineOf(out, 'piper', 'speech.out', base),
    ...modelsOf(out, 'speech.out', base),
    ...(speaker === undefined ? {} : { speaker }),
  });
}

function listenerOf(heard: In, base: string): Listener {
  switch (heard.engine) {
    case 'whisper':
      return whisperListener({
        ...engineOf(heard, 'whisper-cli', 'speech.in', base),
        model: existing(heard.model, 'speech.in.model', base),
      });
    case 'vosk':
      return voskListener({
        ...engineOf(heard, 'vosk-transcriber', 'speech.in', base),
        ...modelsOf(heard, 'speech.in', base),
      });
    default:
      return heard satisfies never;
  }
}

function engineOf(settings: Out | In, usual: string, key: string, base: string): EngineSettings {
  const { command = usual, timeout_seconds: timeoutSeconds = 30, concurrency = 2 } = settings;
  return { command: programOf(command, `${key}.command`, base), timeoutSeconds, concurrency };
}

function modelsOf({ model, models = {} }: Pick<Out, 'model' | 'models'>, key: string, base: string) {
  return {
    model: existing(model, `${key}.model`, base),
    models: Object.fromEntries(
      Object.entries(models).map(([tag, path]) => [tag, existing(path, `${key}.models.${tag}`, base)]),
    ),
  };
}

/** A path stays one, a name must be in `PATH`: better told at the start than on a call. */
function programOf(command: string, key: string, base: string): string {
  if (/[/\\]/.test(command)) return existing(command, key, base);
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['', '.exe'] : [''];
  const places = folders.flatMap((folder) => endings.map((ending) => join(folder, command + ending)));
  const found = places.find((place) => existsSync(place) && statSync(place).isFile());
  if (found !== undefined) return found;
  throw new ConfigError(`${key} of the settings: there is no program ${command} in PATH; install it, or give its path`);
}

function existing(path: string, key: string, base: string): string {
  const whole = resolve(base, path);
  if (existsSync(whole)) return whole;
  throw new ConfigError(`${key} of the settings: there is no ${whole}`);
}
