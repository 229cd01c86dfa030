import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import type { ServerFacts } from '../api/console/health.ts';
import type { Streams } from '../streams/streams.ts';
import type { Carriers } from './carriers.ts';
import type { Config } from './config.ts';

/** What the console tells of this server. */
export function factsOf(
  { file, dataFolder }: Pick<Config, 'file' | 'dataFolder'>,
  { byName, routes }: Pick<Carriers, 'byName' | 'routes'>,
  streams: Pick<Streams, 'status'>,
): ServerFacts {
  return {
    version: manifest.version,
    carriers: [...byName.keys()].map((name) => ({
      name,
      type: file.carriers?.[name]?.type ?? 'simulator',
      isDefault: name === routes.fallback,
    })),
    async disk() {
      const { bavail, blocks, bsize } = await statfs(dataFolder);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, dataBytes: await sizeOf(dataFolder) };
    },
    sinks: () => streams.status(),
  };
}

/** Bytes of the files in a folder. One that goes meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
