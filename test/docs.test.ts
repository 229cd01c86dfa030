/** The pages are true: their examples are run, their links lead somewhere, the generated ones are up to date. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { generatedPages } from '../docs/generate.ts';
import { studioDefaults } from '../src/engine/limits.ts';
import { studioSettings } from '../src/engine/settings.ts';
import { configFromEnv, startServer } from '../src/server/index.ts';
import { differenceOfForm, type RunnableBlock, runnableBlocks } from './doc-blocks.ts';

const root = join(import.meta.dirname, '..');
const pages = globSync(['README.md', 'docs/*.md', 'docs/*/*.md', 'parity/*.md'], { cwd: root }).sort();
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

const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8');

test('docs/operations.md tells every environment variable, and no other', () => {
  const source = readFileSync(join(root, 'src/server/config.ts'), 'utf8');
  const read = [...source.matchAll(/'(ATELIER_\w+)'|\benv\.([A-Z]\w+)/g)].map(([, quoted, dotted]) => quoted ?? dotted);
  const told = [...operations.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(told.toSorted(), [...new Set(read)].toSorted());
});

for (const [heading, defaults] of Object.entries({ Limits: studioDefaults, Readings: studioSettings })) {
  test(`docs/operations.md tells every default of its ${heading.toLowerCase()}`, () => {
    const section = operations.split(`### ${heading}\n`)[1]?.split(/^##/m)[0] ?? '';
    const told = [...section.matchAll(/^\| `([\w.]+)` \| (.+?) \|/gm)].map(([, name, value]) => `${name} = ${value}`);
    const known = Object.entries(defaults).flatMap(([name, value]) =>
      typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([inner, each]) => `${name}.${inner} = ${each}`)
        : [`${name} = ${value}`],
    );
    assert.deepEqual(told, known);
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
        const run = async () => {
          const output = await runBlock({ ...block, text: block.text.replaceAll(documentedBase, server.url) }, folder);
          return difference(block, output.replaceAll(server.url, documentedBase));
        };
        let found = await run();
        // What the server does in its own time is looked at again, for at most ten seconds.
        for (let tries = 0; found !== undefined && block.mayRepeat && tries < 50; tries++) {
          await sleep(200);
          found = await run();
        }
        assert.equal(found, undefined);
      });
    }
  });
}

/** What is not as the page shows it. */
function difference({ shown }: RunnableBlock, output: string): string | undefined {
  if (shown === undefined) return undefined;
  if (shown.language !== 'json') return differenceOfForm(shown.text.trim(), output.trim());
  return differenceOfForm(JSON.parse(shown.text), JSON.parse(output));
}

/** What a block prints. Blocks of one page share folder and variables, as they do for a reader with one terminal. */
async function runBlock({ language, text }: RunnableBlock, folder: string): Promise<string> {
  if (language === 'js') return runScript(text, folder);
  assert.equal(language, 'sh', `a block of ${language} cannot be run`);
  const variables = join(folder, 'variables');
  const node = (file: string) => `"${process.execPath}" "${join(root, file)}" "$@"`;
  const prelude = [
    `set -ea; [ -f ${variables} ] && . ${variables}`,
    `npx() { shift; ${node('bin/atelier.mjs')}; }`,
    `curl() { ${node('test/doc-curl.ts')}; }`,
  ].join('\n');
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
