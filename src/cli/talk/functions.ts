import { dirname, resolve } from 'node:path';
import { studioDefaults } from '../../engine/limits.ts';
import type { FunctionPorts, FunctionRunner } from '../../functions/function-runner.ts';
import { realClock } from '../../runtime/clock.ts';
import { UsageError } from '../command.ts';
import { readText } from '../files.ts';
import type { Io } from '../io.ts';

export interface WantedFunctions {
  /** Folder of function files. */
  readonly folder: string | undefined;
  /** Settings file whose `functions` hold. */
  readonly config: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly exchange: FunctionPorts['exchange'];
}

/** The functions of a folder, and of the settings file where there is one; undefined where there are none. */
export async function functionsOf(
  { folder, config, allowedHosts, exchange }: WantedFunctions,
  io: Io,
): Promise<FunctionRunner | undefined> {
  // Loaded here, so that a talk without functions starts faster.
  const [{ ConfigError }, { parseSettings }, { openFunctions }] = await Promise.all([
    import('../../server/config-error.ts'),
    import('../../server/settings-file/index.ts'),
    import('../../server/functions.ts'),
  ]);
  const { settings, problems } =
    config === undefined ? { settings: {}, problems: [] } : parseSettings(await readText(config, io), io.env);
  const [problem] = problems.filter(({ path }) => path.startsWith('functions'));
  if (problem) throw new UsageError(`${config}:${problem.at.line}: ${problem.path} ${problem.message}`);
  const functions = { ...settings.functions, ...(folder === undefined ? {} : { folder: resolve(folder) }) };
  const print = (_facts: object, line: string) => io.stderr.write(`function: ${line}\n`);
  // Whoever talks to it may call protected functions: any key signs for them.
  const token = io.env.ATELIER_AUTH_TOKEN || 'chat';
  try {
    return openFunctions(
      {
        file: { functions },
        fileFolder: config === undefined ? process.cwd() : dirname(resolve(config)),
        limits: studioDefaults,
        allowedHosts,
      },
      { clock: realClock, exchange, tokenOf: async () => token, log: { info: print, warn: print } },
    );
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}
