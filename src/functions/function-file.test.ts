import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { findFunctionFile } from './function-file.ts';

let project = '';
let folder = '';

before(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), 'atelier-function-files-')));
  folder = join(project, 'functions');
  const files = [
    'outside.js',
    'outside/deep.js',
    'functions/store.js',
    'functions/guarded.protected.js',
    'functions/helper.private.js',
    'functions/both.js',
    'functions/both.private.js',
    'functions/sub/deep/one.js',
    'functions/with space.js',
    'functions/grüße.js',
    'functions/data.json',
    'functions/.hidden.js',
    'functions/node_modules/pack/index.js',
    'functions/folder.js/inside.js',
  ];
  for (const file of files) {
    await mkdir(join(project, file, '..'), { recursive: true });
    await writeFile(join(project, file), '');
  }
  await symlink(join(project, 'outside.js'), join(folder, 'way-out.js'));
  await symlink(join(project, 'outside'), join(folder, 'way'));
  await symlink(join(folder, 'store.js'), join(folder, 'alias.js'));
  await symlink(folder, join(project, 'linked'));
});

after(() => rm(project, { recursive: true, force: true }));

const found: readonly (readonly [path: string, file: string, access: string])[] = [
  ['/store', 'store.js', 'public'],
  ['/%73tore', 'store.js', 'public'],
  ['/guarded', 'guarded.protected.js', 'protected'],
  ['/helper', 'helper.private.js', 'private'],
  ['/both', 'both.private.js', 'private'],
  ['/sub/deep/one', 'sub/deep/one.js', 'public'],
  ['/with%20space', 'with space.js', 'public'],
  ['/gr%C3%BC%C3%9Fe', 'grüße.js', 'public'],
  ['/alias', 'store.js', 'public'],
];

for (const [path, file, access] of found) {
  test(`${path} is ${file}, ${access}`, async () => {
    assert.deepEqual(await findFunctionFile(folder, path), { file: join(folder, file), access });
  });
}

test('a folder behind a symbolic link is served', async () => {
  const there = await findFunctionFile(join(project, 'linked'), '/store');
  assert.deepEqual(there, { file: join(folder, 'store.js'), access: 'public' });
});

const missing = [
  '/',
  '',
  '//store',
  '/store/',
  '/store.js',
  '/nothing',
  '/data.json',
  '/data',
  '/folder',
  '/sub',
  '/guarded.protected',
  '/helper.private',
  '/.hidden',
  '/node_modules/pack/index',
  // Ways out.
  '/../outside',
  '/sub/../../outside',
  '/..%2foutside',
  '/%2e%2e/outside',
  '/..%5coutside',
  '/%2e%2e%2foutside',
  '/sub/..%2f..%2f..%2foutside',
  '/way-out',
  '/way/deep',
  '/store%00',
  '/store%0a',
  '/c:/store',
  '/store:stream',
  '/%',
  '/%ff',
];

for (const path of missing) {
  test(`${JSON.stringify(path)} is no function`, async () => {
    assert.equal(await findFunctionFile(folder, path), undefined);
  });
}

test('a folder that is missing has no functions', async () => {
  assert.equal(await findFunctionFile(join(project, 'nowhere'), '/store'), undefined);
});

test('no path leads out of the folder, and none makes it throw', async () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '/', '//', '\\', '%2e', '%2f', '%5c', '%00', '~', 'outside', 'way', 'deep', 'store'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const file = await findFunctionFile(folder, `/${pieces.join('')}`);
      if (file !== undefined) assert.ok(file.file.startsWith(`${folder}/`), file.file);
    }),
    { numRuns: 2_000 },
  );
});
