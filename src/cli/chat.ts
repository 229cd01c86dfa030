import { createInterface } from 'node:readline';
import type { ContentTemplate } from '../carriers/content.ts';
import { isJsonObject, type JsonObject, studioDefaults } from '../engine/index.ts';
import { validateDefinition } from '../engine/validation/index.ts';
import { realClock } from '../runtime/clock.ts';
import { createExchange } from '../runtime/exchange.ts';
import { createHttpClient, type HttpClient } from '../runtime/http-client.ts';
import { widgetsByType } from '../widgets/index.ts';
import { functionsOf } from './chat/functions.ts';
import { ChatSession } from './chat/session.ts';
import { type Args, type CommandOption, textOption, textsOption, UsageError } from './command.ts';
import { readText } from './files.ts';
import type { Io } from './io.ts';

export const name = 'chat';
export const operands = '<flow>';
export const summary = 'Talk to a flow in the terminal, without a server';
export const options: readonly CommandOption[] = [
  { flags: '--from <address>', description: 'your address, the contact', default: '+15550002222' },
  { flags: '--to <address>', description: 'the address of the flow', default: '+15550001111' },
  {
    flags: '--subflow <sid=file>',
    description: 'definition of a subflow, e.g. FW…=survey.json; may be repeated',
    isRepeatable: true,
  },
  {
    flags: '--config <file>',
    description: 'settings file whose content has the templates that the flow sends, e.g. atelier.yaml',
  },
  {
    flags: '--functions <folder>',
    description: 'run the function files of this folder, instead of asking for their answers',
  },
  {
    flags: '--network',
    description: 'make HTTP requests and function calls for real, instead of asking for the answer',
  },
  {
    flags: '--allow-host <host>',
    description: 'private host, host:port or CIDR range that --network may reach; may be repeated',
    isRepeatable: true,
  },
];
export const examples = [
  'atelier chat flow.json',
  'atelier chat --network --allow-host localhost:3000 flow.json',
  "printf 'Hi\\nAnn\\n:wait 1h\\n' | atelier chat flow.json",
];

/** Errors of a definition that are shown. */
const mostFaults = 5;

/** 0, or 1 when a line of a script could not be carried out. */
export async function run({ operands: [file = ''], options: given }: Args, io: Io): Promise<number> {
  if (file === '-') throw new UsageError('the flow must be a file: standard input is for what you say');
  const definition = parsed(file, await readText(file, io));
  const subflows: { [flow: string]: JsonObject } = {};
  for (const pair of textsOption(given, 'subflow')) {
    const [, sid, subflow] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (!sid || !subflow)
      throw new UsageError(`--subflow takes a flow SID and a file, e.g. FW…=survey.json, not "${pair}"`);
    subflows[sid] = parsed(subflow, await readText(subflow, io));
  }
  const config = textOption(given, 'config');
  const client = clientFor(allowedHosts(given, io));
  const token = io.env.ATELIER_AUTH_TOKEN;
  const exchange = createExchange({ client, limits: studioDefaults, tokenOf: async () => token || undefined });
  const folder = textOption(given, 'functions');
  const functions =
    folder !== undefined || given.network === true
      ? await functionsOf({ folder, config, allowedHosts: allowedHosts(given, io), exchange }, io)
      : undefined;
  const session = new ChatSession({
    definition,
    subflows,
    templates: config === undefined ? new Map() : await templatesOf(config, io),
    faults: faultsOf(file, definition),
    contact: textOption(given, 'from') ?? '',
    address: textOption(given, 'to') ?? '',
    nowMs: io.now(),
    colours: io.colours,
    echoes: !io.isTerminal,
    print: (line) => io.stdout.write(`${line}\n`),
    ...(given.network === true ? { exchange } : {}),
    ...(functions ? { runFunction: functions.run } : {}),
  });
  try {
    return await conversation(session, io);
  } finally {
    await functions?.close();
    client.close();
  }
}

/** The templates of a settings file; what else is wrong with it does not matter to a chat. */
async function templatesOf(file: string, io: Io): Promise<ReadonlyMap<string, ContentTemplate>> {
  const text = await readText(file, io);
  // Loaded here, so that a chat without templates starts faster.
  const [{ ConfigError }, { parseSettings }, { provisionOf }] = await Promise.all([
    import('../server/config-error.ts'),
    import('../server/settings-file/index.ts'),
    import('../server/simulator.ts'),
  ]);
  const { settings, problems } = parseSettings(text, io.env);
  const [problem] = problems.filter(({ path }) => path === '' || path.startsWith('content'));
  if (problem) throw new UsageError(`${file}:${problem.at.line}: ${problem.path} ${problem.message}`);
  try {
    return new Map(provisionOf(settings).templates.map((template) => [template.sid, template]));
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

/** Errors that a server would refuse the flow for; the chat runs it all the same. */
function faultsOf(file: string, definition: JsonObject): string[] {
  const { errors } = validateDefinition(definition, {
    widgets: widgetsByType,
    level: 'strict',
    limits: studioDefaults,
  });
  const lines = errors.slice(0, mostFaults).map(({ property_path, message }) => `at ${property_path}: ${message}`);
  const rest = errors.length - lines.length;
  return rest === 0 ? lines : [...lines, `and ${rest} more: atelier validate ${file}`];
}

function clientFor(hosts: readonly string[]): HttpClient {
  try {
    return createHttpClient({ clock: realClock, allowedHosts: hosts });
  } catch (error) {
    throw new UsageError(`--allow-host: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function conversation(session: ChatSession, io: Io): Promise<number> {
  const lines = createInterface({
    input: io.stdin,
    ...(io.isTerminal ? { output: io.stdout, terminal: true, prompt: '> ' } : {}),
  });
  let hasFailed = false;
  let isOpen = true;
  lines.once('close', () => {
    isOpen = false;
  });
  const prompt = () => {
    if (io.isTerminal && isOpen) lines.prompt();
  };
  session.greet();
  prompt();
  for await (const line of lines) {
    const outcome = await session.take(line);
    if (outcome === 'quit') break;
    if (outcome === 'failed') hasFailed = true;
    prompt();
  }
  lines.close();
  session.end();
  // A person saw the message; a script needs the exit code.
  return hasFailed && !io.isTerminal ? 1 : 0;
}

function parsed(file: string, text: string): JsonObject {
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file} is not JSON: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : error}`,
    );
  }
  if (isJsonObject(definition) && Array.isArray(definition.states)) return definition;
  throw new UsageError(`${file} is no flow definition: it has no "states"; \`atelier validate\` says more`);
}

function allowedHosts(given: Args['options'], io: Io): readonly string[] {
  const fromEnv = (io.env.ATELIER_ALLOW_HOSTS ?? '').split(',').flatMap((host) => host.trim() || []);
  return [...textsOption(given, 'allowHost'), ...fromEnv];
}
