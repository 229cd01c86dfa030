/** Keeps the walls between the folders, and the few rules of form that no linter knows. See docs/architecture.md. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { test } from 'node:test';
import { lineAt, type SourceFile, sourceFile } from './source-file.ts';

interface Wall {
  /** Units whose code may be imported, beside the unit itself. */
  readonly imports: readonly string[];
  /** Units of which only types may be imported. */
  readonly types?: readonly string[];
  /** No Node, no browser, no clock, no chance; of packages only these. */
  readonly pure?: { readonly packages: readonly string[] };
}

/**
 * A unit is a folder of `src`; of `storage` and `carriers` the port (files at the top) and each folder are units.
 * What has no entry may import nothing of ours: a new folder needs a line here.
 */
const walls: { readonly [unit: string]: Wall } = {
  engine: { imports: [], pure: { packages: ['typebox', 'liquidjs'] } },
  twiml: { imports: [], pure: { packages: ['typebox', 'fast-xml-parser'] } },
  widgets: { imports: ['engine', 'twiml'], pure: { packages: ['typebox'] } },
  audio: { imports: [], pure: { packages: [] } },
  speech: { imports: ['audio'], types: ['twiml'] },
  sqlite: { imports: [] },
  storage: { imports: ['twiml'], types: ['engine'] },
  'storage/sqlite': { imports: ['storage', 'sqlite'], types: ['engine'] },
  'storage/postgres': { imports: ['storage'], types: ['engine'] },
  carriers: { imports: ['twiml'], types: ['engine'] },
  'carriers/simulator': { imports: ['carriers', 'twiml', 'audio', 'speech', 'sqlite'], types: ['engine'] },
  'carriers/twilio': { imports: ['carriers', 'twiml'], types: ['engine'] },
  'carriers/telnyx': { imports: ['carriers', 'twiml'], types: ['engine'] },
  'carriers/http': { imports: ['carriers', 'twiml'], types: ['engine'] },
  products: { imports: ['carriers'], types: ['engine'] },
  'products/local': { imports: ['products', 'carriers', 'sqlite'], types: ['engine'] },
  'products/twilio': { imports: ['products', 'carriers'], types: ['engine'] },
  functions: { imports: [], types: ['engine'] },
  streams: { imports: ['carriers', 'storage'], types: ['engine', 'runtime'] },
  runtime: { imports: ['engine', 'widgets', 'twiml', 'storage', 'carriers', 'products'] },
  api: { imports: ['runtime', 'engine', 'widgets', 'twiml', 'storage', 'carriers', 'products', 'streams'] },
  testing: {
    imports: ['engine', 'widgets', 'twiml', 'audio', 'runtime', 'storage', 'carriers', 'products'].concat([
      'carriers/simulator',
      'storage/sqlite',
    ]),
  },
  // Its pages reach the server over HTTP alone.
  console: { imports: ['engine', 'widgets', 'twiml'] },
  server: {
    imports: ['engine', 'widgets', 'twiml', 'storage', 'storage/sqlite', 'storage/postgres'].concat([
      'carriers',
      'carriers/simulator',
      'carriers/twilio',
      'carriers/telnyx',
      'carriers/http',
      'products',
      'products/local',
      'products/twilio',
      'functions',
      'streams',
      'speech',
      'runtime',
      'api',
      'testing',
      'cli',
    ]),
  },
  cli: {
    imports: ['engine', 'widgets', 'twiml', 'storage', 'storage/sqlite', 'storage/postgres'].concat([
      'carriers',
      'carriers/simulator',
      'carriers/twilio',
      'carriers/telnyx',
      'carriers/http',
      'products',
      'products/local',
      'products/twilio',
      'functions',
      'streams',
      'runtime',
      'api',
      'testing',
      'server',
    ]),
  },
};

/** What a pure folder must not name: the outside has to come in through `env`. */
const impurities: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'the clock', pattern: /\bDate\.now\b|\bnew Date\b(?:\(\s*\)|(?!\())|(?<!new )\bDate\(|\bperformance\b/g },
  { what: 'a timer', pattern: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/g },
  { what: 'randomness', pattern: /\bMath\.random\b|\bcrypto\b/g },
  { what: 'the process', pattern: /\bprocess\b|\bBuffer\b|\bglobalThis\b|\brequire\s*\(/g },
  { what: 'the network', pattern: /\bfetch\s*\(|\b(?:WebSocket|XMLHttpRequest|EventSource)\b/g },
  { what: 'the browser', pattern: /\b(?:window|document|navigator|localStorage|sessionStorage)\./g },
  { what: 'host code made from text', pattern: /\beval\s*\(|\bnew Function\b/g },
  { what: 'the log of the process', pattern: /\bconsole\./g },
  { what: 'the locale of the machine', pattern: /\.toLocale\w+\(\s*\)/g },
];

const longestFile = 400;
/** A line of its own, so that a new widget is a change of two lines. */
const registration = /^ {2}(\w+),$/gm;

type Violation = { readonly line: number; readonly found: string };

interface Rule {
  readonly name: string;
  /** Files it holds for. */
  readonly scope: (path: string) => boolean;
  readonly check: (file: SourceFile) => readonly Violation[];
  /** A file that breaks it, so that the rule itself is known to work. */
  readonly broken: readonly (readonly [path: string, text: string])[];
}

const isSource = (path: string) => path.startsWith('src/');
/** Tests and what only tests use may reach across the walls; nothing else may import them. */
const isForTests = (path: string) =>
  /(\.test|-fixture|\/crash-\w+|\/conformance)\.tsx?$|\/conformance\//.test(path) || !isSource(path);
const isProduction = (path: string) => !isForTests(path);
const isConsole = (path: string) => isProduction(path) && path.startsWith('src/console/');
/** Parts of the console that know neither React nor the browser. */
const pureParts = [
  'graph/',
  'forms/',
  'liquid/',
  'compare/',
  'problems/',
  'find/',
  'notes/',
  'phone/',
  'outcome/',
  'path/',
  'replay/',
  'traffic/',
  'texts/',
  'theme/tokens.ts',
].map((part) => `src/console/${part}`);
const isPure = (path: string) =>
  isProduction(path) &&
  (walls[unitOf(path)]?.pure !== undefined || pureParts.some((folder) => path.startsWith(folder)));

const rules: readonly Rule[] = [
  {
    name: 'a folder imports only what its wall lets through',
    scope: isProduction,
    check: wallViolations,
    broken: [
      ['src/engine/a.ts', "import { b } from '../widgets/b.ts';"],
      ['src/widgets/a.ts', "export { b } from '../testing/b.ts';"],
      ['src/runtime/a.ts', "import type { B } from '../storage/sqlite/index.ts';"],
      ['src/api/a.ts', "import {\n  b,\n} from '../carriers/simulator/index.ts';"],
      ['src/storage/a.ts', "import { b } from '../engine/b.ts';"],
      ['src/storage/sqlite/a.ts', "import type { B } from '../../carriers/carrier.ts';"],
      ['src/cli/a.ts', "const b = await import('../console/main.ts');"],
      ['src/unknown/a.ts', "import { b } from '../engine/b.ts';"],
      ['src/engine/a.ts', "import b from '../../test/b.ts';"],
      ['src/storage/sqlite/a.ts', "import { b } from '../conformance/b.ts';"],
      ['src/runtime/a.ts', "import { b } from './runtime-fixture.ts';"],
    ],
  },
  {
    name: 'a pure folder imports no Node module and no package but its own few',
    scope: isPure,
    check: ({ path, imports }) => {
      const packages = walls[unitOf(path)]?.pure?.packages ?? [];
      return imports
        .filter(({ specifier }) => !specifier.startsWith('.') && !packages.includes(packageOf(specifier)))
        .map(({ line, specifier }) => ({ line, found: specifier }));
    },
    broken: [
      ['src/engine/a.ts', "import { readFileSync } from 'node:fs';"],
      ['src/twiml/a.ts', "import ajv from 'ajv';"],
      ['src/widgets/a.ts', "import 'liquidjs/extra';"],
      ['src/console/graph/a.ts', "import { memo } from 'react';"],
    ],
  },
  {
    name: 'a pure folder names no clock, chance, process, network or browser',
    scope: isPure,
    check: ({ code }) =>
      impurities.flatMap(({ what, pattern }) =>
        [...code.matchAll(pattern)].map((match) => ({
          line: lineAt(code, match.index),
          found: `${match[0].trim()} (${what})`,
        })),
      ),
    broken: [
      ['src/engine/a.ts', 'const now = Date.now();'],
      ['src/engine/a.ts', 'const now = new Date();'],
      ['src/widgets/a.ts', `const id = \`a\${Math.random()}b\`;`],
      ['src/twiml/a.ts', 'setTimeout(() => {}, 1);'],
      ['src/engine/a.ts', '// process\nconst home = process.env.HOME;'],
      ['src/widgets/a.ts', "await fetch('https://example.com');"],
      ['src/widgets/a.ts', "const quote = /'/; document.title = quote.source;"],
    ],
  },
  {
    name: 'the console is for browsers: it names no Node module, but where it is built',
    scope: (path) => isConsole(path) && path !== 'src/console/build.ts',
    check: ({ imports }) =>
      imports
        .filter(({ specifier }) => specifier.startsWith('node:'))
        .map(({ line, specifier }) => ({ line, found: specifier })),
    broken: [['src/console/app/a.tsx', "import { readFileSync } from 'node:fs';"]],
  },
  {
    name: 'a relative import ends in the name of its file',
    scope: () => true,
    check: ({ imports }) =>
      imports
        .filter(({ specifier }) => specifier.startsWith('.') && !/\.(tsx?|json|css)(\?raw)?$/.test(specifier))
        .map(({ line, specifier }) => ({ line, found: specifier })),
    broken: [
      ['src/api/a.ts', "import { b } from './b';"],
      ['test/a.ts', "import { b } from '../src/b.js';"],
    ],
  },
  {
    name: 'exports are named: no default, no star',
    scope: () => true,
    check: ({ code }) =>
      [...code.matchAll(/^export (?:default\b|\*|\{[^}]*\bas default\b)/gm)].map((match) => ({
        line: lineAt(code, match.index),
        found: match[0],
      })),
    broken: [
      ['src/api/a.ts', 'export default 1;'],
      ['src/api/a.ts', "export * from './b.ts';"],
      ['src/api/a.ts', "export * as b from './b.ts';"],
    ],
  },
  {
    name: 'files and folders are named in kebab-case, and say what they hold',
    scope: isSource,
    check: ({ path }) => {
      const parts = path.replace(/(\.test)?\.tsx?$/, '').split('/');
      return parts
        .filter((part) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part) || /^(utils?|helpers?|misc|common|lib)$/.test(part))
        .map((found) => ({ line: 1, found }));
    },
    broken: [
      ['src/api/flowPaging.ts', ''],
      ['src/utils/text.ts', ''],
      ['src/engine/helpers.ts', ''],
    ],
  },
  {
    name: `a file has at most ${longestFile} lines`,
    scope: isSource,
    check: ({ text }) => {
      const lines = text.trimEnd().split('\n').length;
      return lines > longestFile ? [{ line: longestFile + 1, found: `${lines} lines` }] : [];
    },
    broken: [['src/api/a.ts', 'const a = 1;\n'.repeat(longestFile + 1)]],
  },
  {
    name: 'every widget has one line of its own in the index, and nothing else has',
    scope: (path) => path === 'src/widgets/index.ts',
    check: ({ text, code }) => {
      const registered = [...code.matchAll(registration)].map(([, name = '']) => name);
      const imported = [...code.matchAll(/^import \{ ([\w, ]+) \} from/gm)].flatMap(([, names = '']) =>
        names.split(', '),
      );
      const wrong = [...new Set([...registered, ...imported])].filter(
        (name) => registered.filter((each) => each === name).length !== 1 || !imported.includes(name),
      );
      return wrong.map((found) => ({ line: lineAt(text, text.indexOf(found)), found }));
    },
    broken: [
      ['src/widgets/index.ts', "import { a } from './a.ts';\nexport const widgets = [\n  a,\n  a,\n];"],
      ['src/widgets/index.ts', "import { a } from './a.ts';\nexport const widgets = [];"],
    ],
  },
];

const root = join(import.meta.dirname, '..');
const files = ['src', 'test', 'parity', 'docs', 'bench'].flatMap(filesUnder);

test('the rules have something to look at', () => {
  for (const unit of ['engine', 'widgets', 'storage', 'carriers', 'runtime', 'api', 'testing']) {
    assert.ok(
      files.some(({ path }) => unitOf(path) === unit),
      unit,
    );
  }
});

for (const { name, scope, check, broken } of rules) {
  test(name, () => {
    const violations = files
      .filter(({ path }) => scope(path))
      .flatMap((file) => check(file).map(({ line, found }) => `${file.path}:${line}: ${found}`));
    assert.deepEqual(violations, [], `Rule "${name}" is broken:\n${violations.join('\n')}`);
  });

  for (const [path, text] of broken) {
    test(`"${name}" notices ${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      assert.ok(scope(path));
      assert.notDeepEqual(check(sourceFile(path, text)), []);
    });
  }
}

function wallViolations({ path, imports }: SourceFile): Violation[] {
  const unit = unitOf(path);
  const wall = walls[unit];
  return imports.flatMap(({ line, specifier, isTypeOnly }) => {
    if (!specifier.startsWith('.')) return [];
    const target = posix.join(posix.dirname(path), specifier);
    const other = unitOf(target);
    // What is no source of ours (a sample flow, the manifest) is data.
    if (target.endsWith('.json') || other === unit) return [];
    if (wall?.imports.includes(other) || (isTypeOnly && wall?.types?.includes(other))) return [];
    return [{ line, found: `${specifier}: ${unit} may not import ${other}${isTypeOnly ? '' : ' code'}` }];
  });
}

/** `engine`, `storage`, `storage/sqlite`, …; for what is not in `src`, or only there for tests, its path. */
function unitOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  if (isForTests(path)) return path;
  const hasAdapters = ['storage', 'carriers', 'products'].includes(folder);
  return hasAdapters && rest.length > 1 ? `${folder}/${rest[0]}` : folder;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function filesUnder(folder: string): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, folder, name))
    .map((file) => sourceFile(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')));
}
