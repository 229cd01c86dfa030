/**
 * Speech in by Vosk. Source: its `vosk-transcriber` (0.3.45): `--model`, `--input`, `--output`, `--output-type`. Its JSON,
 * which would have confidences, fails on every text in that version; so plain text is asked for, which has none. It has
 * no hints. It needs ffmpeg.
 */
import { join } from 'node:path';
import { sampleRate } from '../audio/samples.ts';
import { createEngine, type EngineSettings } from './engine.ts';
import { writeSound } from './listening.ts';
import { type Models, modelFor } from './models.ts';
import type { Listener } from './speech.ts';

export interface VoskSettings extends EngineSettings, Models {}

export function voskListener(settings: VoskSettings): Listener {
  const engine = createEngine(settings);
  return {
    async hear(samples, { language } = {}) {
      if (samples.length === 0) return { text: '' };
      return engine.use(async (folder) => {
        const sound = await writeSound(folder, samples, sampleRate);
        const output = join(folder, 'heard.txt');
        await engine.run(folder, [
          ...['--model', modelFor(settings, language), '--input', sound],
          ...['--output', output, '--output-type', 'txt', '--log-level', 'warning'],
        ]);
        const text = (await engine.output(output)).toString('utf8');
        return { text: text.replaceAll(/\s+/g, ' ').trim() };
      });
    },
  };
}
