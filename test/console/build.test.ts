/** What is built: small enough at first, compressed beforehand, and nothing in it that its policy forbids. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Built, consoleFolder, initialBudgetBytes, isStale, refreshConsole } from '../../src/console/build.ts';

const read = (file: string) => readFileSync(join(consoleFolder, file));

let built: Built;
before(async () => {
  await refreshConsole(console.log);
  built = JSON.parse(read('built.json').toString());
});

test(`the first download is within ${initialBudgetBytes / 1000} kB`, () => {
  assert.ok(built.initialBytes > 0 && built.initialBytes < initialBudgetBytes, `${built.initialBytes} bytes`);
});

test('every asset is there as Brotli and gzip too, with the same content', () => {
  for (const { file } of built.assets) {
    assert.deepEqual(brotliDecompressSync(read(`${file}.br`)), read(file), file);
    assert.deepEqual(gunzipSync(read(`${file}.gz`)), read(file), file);
  }
});

test('the page has no script or style of its own, and asks for the nonce', () => {
  const page = read('index.html').toString();
  assert.match(page, /<meta property="csp-nonce" nonce="__NONCE__">/);
  for (const [tag] of page.matchAll(/<(?:script|style)[^>]*>/g)) assert.match(tag, /src="\/console\/assets\//);
  assert.doesNotMatch(page, / style=| on\w+=/);
});

test('no script makes code out of text', () => {
  for (const { file } of built.assets.filter(({ file: name }) => name.endsWith('.js'))) {
    assert.doesNotMatch(read(file).toString(), /\bnew Function\(|\beval\(/, file);
  }
});

test('a console is stale when it is older than a source, or not there', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-built-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(isStale(folder), true);
  writeFileSync(join(folder, 'built.json'), '{}');
  assert.equal(isStale(folder), false);
  utimesSync(join(folder, 'built.json'), 0, 0);
  assert.equal(isStale(folder), true);
});
