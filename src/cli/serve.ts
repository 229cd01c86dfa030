import { type Args, type CommandOption, textOption, UsageError } from './command.ts';
import type { Io } from './io.ts';

export const name = 'serve';
export const summary = 'Start the server: REST API, webhooks and the carrier simulator on one port';
export const options: readonly CommandOption[] = [
  { flags: '--port <number>', description: 'port to listen on, 0 for any free one (PORT, else 8750)' },
  { flags: '--host <address>', description: 'address to listen on (HOST, else 127.0.0.1)' },
  { flags: '--data <folder>', description: 'folder of the databases (ATELIER_DATA, else .atelier)' },
];
export const examples = ['atelier serve', 'atelier serve --port 9000 --data /var/lib/atelier'];

/** Runs until it is asked to stop. Settings come from the environment; options win. */
export async function run({ options: given }: Args, io: Io): Promise<number> {
  const stopped = io.stopped();
  const server = await started(given, io);
  const { account, credentialsFile } = server.main;
  const lines = [
    `Atelier listens on ${server.url}`,
    `account ${account.sid}, its token is in ${credentialsFile}`,
    ...server.samples.map(({ number, friendlyName, hint }) => `sample flow on ${number}: ${friendlyName} (${hint})`),
  ];
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  await stopped;
  await server.close();
  return 0;
}

async function started(given: Args['options'], io: Io) {
  // Loaded here, so that the other commands start without it.
  const { ConfigError, configFromEnv, startServer } = await import('../server/index.ts');
  const env: { [name: string]: string | undefined } = { ...io.env };
  for (const [name, option] of [
    ['PORT', 'port'],
    ['HOST', 'host'],
    ['ATELIER_DATA', 'data'],
  ] as const) {
    env[name] = textOption(given, option) ?? env[name];
  }
  try {
    return await startServer(configFromEnv(env));
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}
