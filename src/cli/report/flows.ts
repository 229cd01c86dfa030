import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject, parseJson } from '../../engine/json.ts';
import { UsageError } from '../command.ts';
import { readText } from '../files.ts';
import { manifestName, readManifest, sidsOf } from '../flow-folder/manifest.ts';
import type { Io } from '../io.ts';
import type { ReportedFlow } from './finding.ts';

/** Files that are named, or all of the folder; names and SIDs as its manifest has them. */
export async function reportedFlows(
  files: readonly string[],
  folder: string,
  io: Io,
): Promise<readonly ReportedFlow[]> {
  const manifest = await readManifest(folder);
  const paths = files.length > 0 ? files : await filesOf(folder);
  return Promise.all(
    paths.map(async (path): Promise<ReportedFlow> => {
      const definition = parseJson(await readText(path, io));
      if (!isJsonObject(definition)) throw new UsageError(`${path} is no flow definition: it takes a JSON object`);
      const entry = manifest.flows.find(({ file }) => file !== null && join(folder, file) === join(path));
      return {
        file: path,
        friendlyName: entry?.friendly_name ?? basename(path, '.json'),
        sids: sidsOf(entry),
        definition,
      };
    }),
  );
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((file) => file.endsWith('.json') && file !== manifestName).toSorted();
  if (files.length === 0) throw new UsageError(`${folder} holds no flows: name files, or fetch some with atelier pull`);
  return files.map((file) => join(folder, file));
}
