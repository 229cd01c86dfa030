import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { UsageError } from '../command.ts';

/** What is known of a flow at one place. */
const remoteSchema = Type.Object({
  sid: Type.String({ pattern: '^FW[0-9a-fA-F]{32}$' }),
  status: Type.Union([Type.Literal('draft'), Type.Literal('published')]),
  revision: Type.Integer(),
  /** Of the definition at that revision, references included. */
  fingerprint: Type.String(),
});

const revisionSchema = Type.Object({
  revision: Type.Integer(),
  status: Type.Union([Type.Literal('draft'), Type.Literal('published')]),
  commit_message: Type.Union([Type.String(), Type.Null()]),
});

const flowSchema = Type.Object({
  friendly_name: Type.String(),
  /** In the folder; null for a flow whose definition the API does not give. */
  file: Type.Union([Type.String(), Type.Null()]),
  /** Of the file as it was last pulled or pushed. */
  fingerprint: Type.String(),
  test_users: Type.Array(Type.String()),
  /** Those that were fetched to `revisions/`. */
  revisions: Type.Array(revisionSchema),
  /** Those it had before it was deleted and made anew: files may still name it by them. */
  former_sids: Type.Optional(Type.Array(Type.String())),
  /** By address and account. */
  remotes: Type.Record(Type.String(), remoteSchema),
});

const manifestSchema = Type.Object({
  version: Type.Literal(1),
  /** The place whose flow SIDs the files name in `run-subflow`. */
  home: Type.Union([Type.String(), Type.Null()]),
  flows: Type.Array(flowSchema),
});

export type Manifest = Static<typeof manifestSchema>;
export type ManifestFlow = Manifest['flows'][number];
export type ManifestRemote = Static<typeof remoteSchema>;
export type ManifestRevision = Static<typeof revisionSchema>;

export const manifestName = 'atelier-flows.json';

/** Empty where the folder has none. Throws a `UsageError` for one that cannot be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestName);
  const text = await textOf(path);
  if (text === undefined) return { version: 1, home: null, flows: [] };
  const manifest = parsed(text);
  if (!Check(manifestSchema, manifest) || !manifest.flows.every(({ file }) => file === null || isPlainName(file))) {
    throw new UsageError(
      `${path} is no list of flows as atelier pull writes it: repair it, or remove it and pull again`,
    );
  }
  return manifest;
}

/** The SIDs of a flow, wherever it is or was. */
export function sidsOf(entry: ManifestFlow | undefined): readonly string[] {
  return [...Object.values(entry?.remotes ?? {}).map(({ sid }) => sid), ...(entry?.former_sids ?? [])];
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const byName = (a: ManifestFlow, b: ManifestFlow) =>
    a.friendly_name < b.friendly_name ? -1 : a.friendly_name > b.friendly_name ? 1 : 0;
  const sorted: Manifest = { ...manifest, flows: manifest.flows.toSorted(byName) };
  await writeWhole(join(folder, manifestName), `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Whole or not at all: a file that was half written is none that anybody wants. Throws a `UsageError`. */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const aside = `${path}.${process.pid}.tmp`;
    await writeFile(aside, text);
    await rename(aside, path);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/** Undefined where there is no such file. Throws a `UsageError` for one that cannot be read. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

/** A file of the folder itself: a manifest is no way to other files of the machine. */
function isPlainName(file: string): boolean {
  return /^[^./\\:][^/\\:]*\.json$/.test(file) && file !== manifestName;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
