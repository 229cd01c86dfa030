/**
 * Stand-ins for engines: small programs that take the options of the real ones, refuse those that they would not know, and
 * note what they were given. What their "model" holds says how they behave.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Common to all: options by name, and the ways to go wrong. */
const beginning = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const options = {};
const words = process.argv.slice(2);
while (words.length > 0) {
  const name = words.shift();
  if (!known.includes(name)) { console.error('unknown argument: ' + name); process.exit(0); }
  options[name] = flags.includes(name) ? true : words.shift();
}
const model = JSON.parse(readFileSync(options['--model'], 'utf8'));
const note = (facts) => appendFileSync(model.notes, JSON.stringify({ ...facts, options, environment: process.env }) + '\\n');
const begunAt = Date.now();
if (model.fails) { console.error('warning: a thing\\n' + model.fails); process.exit(3); }
if (model.hangs) { note({}); setInterval(() => {}, 1000); }
const flood = () => process.stdout.write('x'.repeat(65536), flood);
if (model.floods) flood();
`;

/** A tone of 0.01 s for each character at 22,050 Hz. */
const piper = `
const flags = [];
const known = ['--model', '--output_dir', '--length_scale', '--speaker'];
${beginning}
const lines = readFileSync(0, 'utf8').split('\\n').filter((line) => line.trim() !== '');
note({ lines });
const silent = model.writes ?? lines.length;
for (const [index, line] of lines.slice(0, silent).entries()) {
  const count = Math.round(line.length * 220.5 * Number(options['--length_scale'] ?? 1));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0); header.writeUInt32LE(36 + count * 2, 4); header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16); header.writeUInt16LE(1, 20); header.writeUInt16LE(1, 22);
  header.writeUInt32LE(22050, 24); header.writeUInt32LE(44100, 28); header.writeUInt16LE(2, 32); header.writeUInt16LE(16, 34);
  header.write('data', 36); header.writeUInt32LE(count * 2, 40);
  const samples = Int16Array.from({ length: count }, () => 1000 * (line.charCodeAt(0) - 64));
  const file = model.garbage ? 'garbage' : Buffer.concat([header, Buffer.from(samples.buffer)]);
  // Times grow by a digit in the middle.
  writeFileSync(join(options['--output_dir'], (9 + index) + '.wav'), file);
}
`;

const whisper = `
const flags = ['--output-json-full', '--no-prints'];
const known = ['--model', '--file', '--language', '--output-file', '--prompt', ...flags];
${beginning}
const sound = readFileSync(options['--file']);
note({ rate: sound.readUInt32LE(24), samples: sound.readUInt32LE(40) / 2 });
const hold = setTimeout(() => {
  if (model.heard !== undefined) writeFileSync(options['--output-file'] + '.json', typeof model.heard === 'string' ? model.heard : JSON.stringify(model.heard));
  note({ begunAt, endedAt: Date.now() });
  if (!model.hangs) process.exit(0);
}, model.takesMs ?? 0);
`;

const vosk = `
const flags = [];
const known = ['--model', '--input', '--output', '--output-type', '--log-level'];
${beginning}
const sound = readFileSync(options['--input']);
note({ rate: sound.readUInt32LE(24), samples: sound.readUInt32LE(40) / 2 });
if (model.heard !== undefined) writeFileSync(options['--output'], model.heard);
`;

const programs = { piper, whisper, vosk };

export interface Bench {
  readonly folder: string;
  /** Path of a stand-in. */
  program(name: keyof typeof programs): string;
  /** Path of a model that makes the program behave so. */
  model(behaviour?: object, name?: string): string;
  /** What the programs noted, in order. */
  notes(): Note[];
  /** What is left in the folder for temporary files, which is one of the test's own. */
  left(): string[];
}

export interface Note {
  readonly options: { readonly [name: string]: string };
  readonly environment: { readonly [name: string]: string };
  readonly lines?: readonly string[];
  readonly rate?: number;
  readonly samples?: number;
  readonly begunAt?: number;
  readonly endedAt?: number;
}

export function bench(t: TestContext): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-engines-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  t.after(() => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  });
  const noteFile = join(folder, 'notes');
  writeFileSync(noteFile, '');
  const notes = () =>
    readFileSync(noteFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Note => JSON.parse(line));
  return {
    folder,
    program(name) {
      const file = join(folder, `${name}.cjs`);
      writeFileSync(file, `#!${process.execPath}\n${programs[name]}`);
      chmodSync(file, 0o755);
      return file;
    },
    model(behaviour = {}, name = 'model') {
      const file = join(folder, name);
      writeFileSync(file, JSON.stringify({ ...behaviour, notes: noteFile }));
      return file;
    },
    notes,
    left: () => readdirSync(temporary),
  };
}
