/**
 * `npm run console`: builds the console to `dist/console` (hashed assets, each also as .br and .gz) and says how large
 * the first download is. With `--if-stale` it builds only when a source is newer than what is there: for `npm start`.
 */
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '../..');
export const consoleFolder = join(root, 'dist/console');
/** Largest first download, brotli, in bytes (console §10). */
export const initialBudgetBytes = 400_000;

/** What the console is made of; a folder counts too, so that a file that went away is noticed. */
const sources = ['src/console', 'src/engine', 'src/widgets', 'src/twiml', 'package-lock.json'];

export interface Built {
  /** Brotli bytes of what a browser loads before the first page shows: the entry, what it imports, its styles. */
  readonly initialBytes: number;
  readonly assets: readonly { readonly file: string; readonly bytes: number; readonly brotliBytes: number }[];
}

/** True when there is no console, or one that is older than its sources. */
export function isStale(folder = consoleFolder): boolean {
  const stamp = statSync(join(folder, 'built.json'), { throwIfNoEntry: false });
  if (stamp === undefined) return true;
  const files = sources.flatMap((source) => [source, ...globSync(`${source}/**`, { cwd: root })]);
  return files.some((file) => !/\.test\.tsx?$/.test(file) && statSync(join(root, file)).mtimeMs > stamp.mtimeMs);
}

/** Builds beside what is there, then takes its place: whoever reads meanwhile finds the old console or the new one. */
export async function buildConsole(): Promise<Built> {
  // Loaded here, since whoever only asks whether it is stale needs no bundler.
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  const folder = join(root, `dist/console-${process.pid}`);
  try {
    await build({
      configFile: false,
      root: import.meta.dirname,
      base: '/console/',
      logLevel: 'warn',
      plugins: [react()],
      // The server puts a nonce of its own in the place of this word, for each page that it sends.
      html: { cspNonce: '__NONCE__' },
      build: { outDir: folder, emptyOutDir: true, manifest: 'manifest.json', target: 'es2023', assetsInlineLimit: 0 },
    });
    const built = measure(folder, compress(folder));
    writeFileSync(join(folder, 'built.json'), JSON.stringify(built));
    rmSync(consoleFolder, { recursive: true, force: true });
    renameSync(folder, consoleFolder);
    return built;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds when needed, with one line that says so. Without the bundler (a production install) all stays as it is. */
export async function refreshConsole(print: (line: string) => void): Promise<void> {
  if (!isStale()) return;
  if (!existsSync(join(root, 'node_modules/vite'))) {
    print('The console is not up to date, and building it needs the development dependencies: npm ci');
    return;
  }
  const startedAtMs = performance.now();
  const { initialBytes } = await buildConsole();
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  print(`Built the console in ${seconds} s (first download ${kilobytes(initialBytes)})`);
}

function compress(folder: string): Built['assets'] {
  const names = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css|svg|json)$/.test(name));
  return names.map((name) => {
    const path = join(folder, 'assets', name);
    const content = readFileSync(path);
    const brotli = brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    });
    writeFileSync(`${path}.br`, brotli);
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    return { file: `assets/${name}`, bytes: content.length, brotliBytes: brotli.length };
  });
}

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

function measure(folder: string, assets: Built['assets']): Built {
  const manifest: { readonly [name: string]: Chunk } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const initial = new Set<string>();
  const visit = (chunk: Chunk | undefined) => {
    if (chunk === undefined || initial.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) initial.add(file);
    for (const name of chunk.imports ?? []) visit(manifest[name]);
  };
  for (const chunk of Object.values(manifest)) if (chunk.isEntry) visit(chunk);
  const initialBytes = assets
    .filter(({ file }) => initial.has(file))
    .reduce((sum, { brotliBytes }) => sum + brotliBytes, 0);
  return { initialBytes, assets: assets.toSorted((a, b) => b.brotliBytes - a.brotliBytes) };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

if (import.meta.main) {
  if (process.argv.includes('--if-stale')) {
    await refreshConsole(console.log);
  } else {
    const { assets, initialBytes } = await buildConsole();
    for (const { file, bytes, brotliBytes } of assets) {
      console.log(`${kilobytes(brotliBytes).padStart(10)}  ${kilobytes(bytes).padStart(10)}  ${file}`);
    }
    console.log(`${kilobytes(initialBytes).padStart(10)}  first download, of at most ${kilobytes(initialBudgetBytes)}`);
    console.log(`Written to ${relative(process.cwd(), consoleFolder)}`);
    if (initialBytes > initialBudgetBytes) process.exitCode = 1;
  }
}
