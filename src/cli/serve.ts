import { flushCompileCache } from 'node:module';
import { relative } from 'node:path';
import type { RunningServer } from '../server/index.ts';
import { type Args, type CommandOption, textOption, UsageError } from './command.ts';
import type { Io } from './io.ts';

export const name = 'serve';
export const summary = 'Start the server: REST API, webhooks and the carrier simulator on one port';
export const options: readonly CommandOption[] = [
  { flags: '--port <number>', description: 'port to listen on, 0 for any free one (PORT, else 8750)' },
  { flags: '--host <address>', description: 'address to listen on (HOST, else 127.0.0.1)' },
  { flags: '--data <folder>', description: 'folder of the databases (ATELIER_DATA, else .atelier)' },
  { flags: '--config <file>', description: 'settings file (ATELIER_CONFIG, else atelier.yaml where there is one)' },
];
export const examples = ['atelier serve', 'atelier serve --port 9000 --data /var/lib/atelier'];

/** Runs until it is asked to stop. Settings come from the environment and the settings file; options win. */
export async function run({ options: given }: Args, io: Io): Promise<number> {
  const stopped = io.stopped();
  const server = await started(given, io);
  io.stdout.write(
    welcome(server)
      .map((line) => `${line}\n`)
      .join(''),
  );
  // Now, and not at the exit, which a killed process never comes to.
  flushCompileCache();
  await stopped;
  await server.close();
  return 0;
}

/** What is here, and what to try next. The token is shown on the first run only. */
function welcome({ url, main, samples }: RunningServer): string[] {
  const { account, credentialsFile, isNew } = main;
  const file = relative(process.cwd(), credentialsFile) || credentialsFile;
  const lines = [
    `Atelier listens on ${url}`,
    '',
    `  account  ${account.sid}`,
    isNew ? `  token    ${account.authToken}   (shown this once, kept in ${file})` : `  token    in ${file}`,
    `  console  ${url}/`,
    `  docs     ${url}/docs`,
  ];
  const [sample] = samples;
  if (sample === undefined) return lines;
  const curl = `curl -s -u "$(cat ${file})"`;
  return [
    ...lines,
    '',
    'Sample flows, each on a number of the telephone network that runs here:',
    ...samples.map(({ number, friendlyName, hint }) => `  ${number}  ${friendlyName}: ${hint}`),
    '',
    'Text one, then read what it answers:',
    `  ${curl} ${url}/simulator/messages -d From=+15551234567 -d To=${sample.number} -d Body=hello`,
    `  ${curl} ${url}/simulator/contacts/+15551234567/messages`,
    '',
    'Or call one, in the terminal and without the server:',
    '  npx atelier call samples/bookshop-line.json',
  ];
}

async function started(given: Args['options'], io: Io) {
  // Loaded here, so that the other commands start without it.
  const { ConfigError, configFromEnv, startServer } = await import('../server/index.ts');
  const env: { [name: string]: string | undefined } = { ...io.env };
  for (const [name, option] of [
    ['PORT', 'port'],
    ['HOST', 'host'],
    ['ATELIER_DATA', 'data'],
    ['ATELIER_CONFIG', 'config'],
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
