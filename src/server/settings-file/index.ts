/** Reads atelier.yaml; see docs/configuration.md. */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Errors } from 'typebox/value';
import { ConfigError } from '../config-error.ts';
import { check } from './check.ts';
import { crossCheck } from './cross-check.ts';
import type { FileProblem } from './problem.ts';
import { plainSchema, type SettingsFile, settingsFileSchema } from './schema.ts';
import { parseTree } from './tree.ts';
import type { Environment } from './variables.ts';

export type { SettingsFile } from './schema.ts';

/** Bytes of a file that is still settings. */
const largest = 1024 * 1024;

/** Throws a `ConfigError` with all that is wrong, one line for each problem. */
export function readSettingsFile(path: string, env: Environment): SettingsFile {
  const name = shownName(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`${name}: cannot be read: ${reason(error)}`);
  }
  const { settings, problems } = parseSettings(text, env);
  if (problems.length === 0) return settings;
  throw new ConfigError(problems.map((problem) => problemLine(name, problem)).join('\n'));
}

/** The settings that a text makes, and everything that is wrong with it, in its order. */
export function parseSettings(
  text: string,
  env: Environment,
): { readonly settings: SettingsFile; readonly problems: readonly FileProblem[] } {
  if (text.length > largest) {
    return { settings: {}, problems: [{ at: { line: 1, column: 1 }, path: '', message: 'is larger than 1 MiB' }] };
  }
  const { tree, problems } = parseTree(text, env);
  if (tree === undefined) return { settings: {}, problems };
  if (tree.kind !== 'map') {
    const message = 'holds no settings: write keys with values, such as "public_url: https://studio.example.com"';
    return { settings: {}, problems: [{ at: tree.at, path: '', message }] };
  }
  const checked = check(plainSchema, tree);
  const all = [...problems, ...checked.problems];
  // What fits is looked at across its sections too, so that nothing is left for a second start.
  const found = [...all, ...crossCheck(checked.value, tree), ...(all.length === 0 ? restOf(checked.value) : [])];
  const inOrder = found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return { settings: checked.value as SettingsFile, problems: inOrder };
}

/** What the schema refuses by a keyword that `check` does not know. */
function restOf(value: unknown): FileProblem[] {
  return Errors(settingsFileSchema, value).map(({ instancePath, message }) => ({
    at: { line: 1, column: 1 },
    path: instancePath.slice(1).replaceAll('/', '.'),
    message,
  }));
}

function problemLine(name: string, { at, path, message }: FileProblem): string {
  return `${name}:${at.line}:${at.column}: ${path === '' ? '' : `${path}: `}${message}`;
}

function shownName(path: string): string {
  const near = relative(process.cwd(), resolve(path));
  return near === '' || near.startsWith('..') ? path : near;
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission denied';
  return message;
}
