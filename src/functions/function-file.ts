import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Access, nameAndAccess } from './access.ts';

export interface FunctionFile {
  /** Without symbolic links. */
  readonly file: string;
  readonly access: Access;
}

/** The strictest counts, should there be several. */
const endings = ['.private.js', '.protected.js', '.js'];

/**
 * The file of `/path` in a folder; undefined where there is none. Never one outside the folder, in whatever way the
 * path or a symbolic link leads there, nor one of an installed package.
 */
export async function findFunctionFile(folder: string, path: string): Promise<FunctionFile | undefined> {
  const segments = segmentsOf(path);
  if (segments === undefined) return undefined;
  const base = await realpath(folder).catch(() => undefined);
  if (base === undefined) return undefined;
  for (const ending of endings) {
    const file = await realpath(join(base, ...segments) + ending).catch(() => undefined);
    if (file === undefined || !isInside(base, file) || !(await stat(file)).isFile()) continue;
    return { file, access: nameAndAccess(`name${ending}`, '.js').access };
  }
  return undefined;
}

/** Undefined for what can be no name of a file of ours. */
function segmentsOf(path: string): string[] | undefined {
  const segments: string[] = [];
  for (const encoded of path.slice(1).split('/')) {
    const segment = decoded(encoded);
    if (segment === undefined || !isName(segment)) return undefined;
    segments.push(segment);
  }
  // The name in the URL has no mark: `/store.private` is no way to `store.private.js`.
  return nameAndAccess(segments.at(-1) ?? '', '').access === 'public' ? segments : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** No way up, no hidden file, no separator of any system, no stream or drive of Windows, no package. */
function isName(segment: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a file system may end a name at one
  return /^[^.\\/:\u0000-\u001f][^\\/:\u0000-\u001f]*$/.test(segment) && segment !== 'node_modules';
}

function isInside(base: string, file: string): boolean {
  const inside = relative(base, file);
  return inside !== '' && inside.split(sep)[0] !== '..' && !inside.startsWith(sep) && !/^[A-Za-z]:/.test(inside);
}
