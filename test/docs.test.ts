/** The pages are true: their examples are run, their links lead somewhere, the generated ones are up to date. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { generatedPages } from '../docs/generate.ts';
import { configFromEnv, startServer } from '../src/server/index.ts';
import { differenceOfForm, type RunnableBlock, runnableBlocks } from './doc-blocks.ts';

const root = join(import.meta.dirname, '..');
const pages = globSync(['README.md', 'docs/*.md', 'parity/*.md'], { cwd: root }).sort();
/** The address that the pages write; the tests' server has another port. */
const documentedBase = 'http://127.0.0.1:8750';

for (const [file, page] of Object.entries(generatedPages)) {
  test(`docs/${file} is what \`npm run docs\` writes`, () => {
    assert.equal(readFileSync(join(root, 'docs', file), 'utf8'), page(), 'run `npm run docs`');
  });
}

for (const page of pages) {
  test(`every link of ${page} leads to a file and a heading`, () => {
    const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    assert.deepEqual(
      links.filter((link) => !leadsSomewhere(page, link)),
      [],
    );
  });
}

for (const page of pages) {
  const blocks = runnableBlocks(readFileSync(join(root, page), 'utf8'));
  if (blocks.length === 0) continue;
  test(`the examples of ${page} do what it says`, { timeout: 120_000 }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-docs-'));
    const server = await startServer(
      configFromEnv({ PORT: '0', ATELIER_DATA: join(folder, '.atelier'), ATELIER_LOG_LEVEL: 'fatal' }),
    );
    t.after(async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });
    symlinkSync(join(root, 'samples'), join(folder, 'samples'));
    for (const block of blocks) {
      await t.test(`${page}:${block.line}`, async () => {
        const output = await runBlock({ ...block, text: block.text.replaceAll(documentedBase, server.url) }, folder);
        check(block, output.replaceAll(server.url, documentedBase));
      });
    }
  });
}

function check({ shown }: RunnableBlock, output: string): void {
  if (shown === undefined) return;
  const difference =
    shown.language === 'json'
      ? differenceOfForm(JSON.parse(shown.text), JSON.parse(output))
      : differenceOfForm(shown.text.trim(), output.trim());
  assert.equal(difference, undefined);
}

/** What a block prints. Blocks of one page share folder and variables, as they do for a reader with one terminal. */
async function runBlock({ language, text }: RunnableBlock, folder: string): Promise<string> {
  if (language === 'js') return runScript(text, folder);
  assert.equal(language, 'sh', `a block of ${language} cannot be run`);
  const variables = join(folder, 'variables');
  const prelude = `set -ea; [ -f ${variables} ] && . ${variables}; npx() { shift; node ${root}/bin/atelier.mjs "$@"; }`;
  return runProgram('bash', ['-c', `${prelude}\n${text}\ndeclare -px > ${variables}`], folder);
}

/** A script lies where it finds the packages of this repository. */
async function runScript(text: string, folder: string): Promise<string> {
  const place = join(root, 'node_modules/.cache/atelier/docs');
  mkdirSync(place, { recursive: true });
  const file = join(place, `${process.pid}.mjs`);
  writeFileSync(file, text);
  try {
    return await runProgram(process.execPath, [file], folder);
  } finally {
    await rm(file);
  }
}

function runProgram(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new Error(`exit ${status}\n${output}${errors}`));
    });
  });
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (relative('.', file).startsWith('..') || !existsSync(join(root, file))) return false;
  return heading === undefined || headingsOf(readFileSync(join(root, file), 'utf8')).includes(heading);
}

/** Anchors of the headings, as code hosts make them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
