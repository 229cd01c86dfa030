/** Every settings file that the pages show is one that the server takes, and that an editor finds right. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { settingsSchema } from '../docs/settings-pages.ts';
import { parseSettings } from '../src/server/settings-file/index.ts';
import { docBlocks } from './doc-blocks.ts';

const root = join(import.meta.dirname, '..');
const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(settingsSchema()));

const files = globSync(['README.md', 'docs/*.md', 'docs/*/*.md'], { cwd: root }).flatMap((page) =>
  docBlocks(readFileSync(join(root, page), 'utf8'))
    .filter(({ language, text }) => language === 'yaml' && parse(text) !== null)
    .map(({ line, text }) => ({ place: `${page}:${line}`, text })),
);

/** A value for every variable, of the form that its name tells. */
const env = new Proxy<{ [name: string]: string }>(
  {},
  { get: (_target, name) => (String(name).includes('SID') ? `AC${'0'.repeat(32)}` : 'x'.repeat(32)) },
);

test('the pages show settings files', () => {
  assert.ok(files.length >= 1);
});

for (const { place, text } of files) {
  test(`the settings of ${place} are taken`, () => {
    assert.deepEqual(parseSettings(text, env).problems, []);
  });

  test(`the published schema takes the settings of ${place}`, () => {
    validate(parse(text));
    assert.deepEqual(validate.errors, null);
  });
}

test('the published schema refuses what the server refuses', () => {
  for (const text of [
    'zzz: 1',
    'numbers: { hello: {} }',
    'carriers: { a: { type: b } }',
    'limits: { httpSeconds: 0 }',
  ]) {
    assert.notDeepEqual(parseSettings(text, env).problems, [], text);
    assert.equal(validate(parse(text)), false, text);
  }
});
