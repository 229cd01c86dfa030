import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../server/config-error.ts';
import { readSettingsFile, type SettingsFile } from '../server/settings-file/index.ts';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';

/** What atelier.yaml says, for a command: the file that is named, or the usual one where it is. Throws a `UsageError`. */
export function settingsFrom(
  config: string | undefined,
  { env }: Pick<Io, 'env'>,
): { readonly settings: SettingsFile; readonly folder: string } {
  const named = config ?? (env.ATELIER_CONFIG || undefined);
  const path = resolve(named ?? 'atelier.yaml');
  try {
    const isThere = named !== undefined || existsSync(path);
    return { settings: isThere ? readSettingsFile(path, env) : {}, folder: dirname(path) };
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}
