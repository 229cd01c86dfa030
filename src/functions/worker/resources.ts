/** Files that functions find through `Runtime`. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { type Access, nameAndAccess } from '../access.ts';

/** Every function of the folder, private ones too: `helpers/dates` leads to `helpers/dates.private.js`. */
export function functionsUnder(folder: string): { [name: string]: { path: string } } {
  const found = filesUnder(folder).filter(({ extension }) => extension === '.js');
  return Object.fromEntries(found.map(({ name, path }) => [name, { path }]));
}

/** Private assets only, as on Twilio: `/prices.json` leads to `prices.private.json`. */
export function assetsUnder(folder: string): { [name: string]: { path: string; open: () => string } } {
  const found = filesUnder(folder).filter(({ access }) => access === 'private');
  return Object.fromEntries(
    found.map(({ name, extension, path }) => [
      `/${name}${extension}`,
      { path, open: () => readFileSync(path, 'utf8') },
    ]),
  );
}

interface Resource {
  /** With slashes, without mark and extension. */
  readonly name: string;
  readonly extension: string;
  readonly access: Access;
  readonly path: string;
}

function filesUnder(folder: string): Resource[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
    .map((path) => ({
      path,
      inside: path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    }))
    .filter(({ inside }) => !inside.split('/').includes('node_modules'))
    .map(({ path, inside }) => {
      const extension = extname(inside);
      return { ...nameAndAccess(inside, extension), extension, path };
    });
}
