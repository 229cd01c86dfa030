/** What the commands that talk to a flow are given: its file, its subflows, and the way to the network. */
import { isJsonObject, type JsonObject, studioDefaults } from '../../engine/index.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import { realClock } from '../../runtime/clock.ts';
import { createExchange } from '../../runtime/exchange.ts';
import { createHttpClient, type HttpClient } from '../../runtime/http-client.ts';
import { createSocketClient, type OpenSocket } from '../../runtime/web-socket.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { type Args, type CommandOption, textOption, textsOption, UsageError } from '../command.ts';
import { readText } from '../files.ts';
import type { Io } from '../io.ts';
import { functionsOf } from './functions.ts';

export const flowOptions: readonly CommandOption[] = [
  { flags: '--from <address>', description: 'your address, the contact', default: '+15550002222' },
  { flags: '--to <address>', description: 'the address of the flow', default: '+15550001111' },
  {
    flags: '--subflow <sid=file>',
    description: 'definition of a subflow, e.g. FW…=survey.json; may be repeated',
    isRepeatable: true,
  },
];

export const networkOptions: readonly CommandOption[] = [
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

/** Errors of a definition that are shown. */
const mostFaults = 5;

export interface LoadedFlow {
  readonly definition: JsonObject;
  /** By flow SID. */
  readonly subflows: { readonly [flowSid: string]: JsonObject };
  /** What a server would refuse the flow for, a line for each; it is talked to all the same. */
  readonly faults: readonly string[];
}

/** Throws `UsageError`. */
export async function loadFlow({ operands: [file = ''], options: given }: Args, io: Io): Promise<LoadedFlow> {
  if (file === '-') throw new UsageError('the flow must be a file: standard input is for what you say');
  const definition = parsed(file, await readText(file, io));
  const subflows: { [flow: string]: JsonObject } = {};
  for (const pair of textsOption(given, 'subflow')) {
    const [, sid, subflow] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (!sid || !subflow)
      throw new UsageError(`--subflow takes a flow SID and a file, e.g. FW…=survey.json, not "${pair}"`);
    subflows[sid] = parsed(subflow, await readText(subflow, io));
  }
  return { definition, subflows, faults: faultsOf(file, definition) };
}

/** How requests and functions are carried out for real. */
export interface Outside {
  readonly client: HttpClient;
  readonly openSocket: OpenSocket;
  /** Absent: their answers are typed. */
  readonly exchange?: ReturnType<typeof createExchange>;
  readonly runFunction?: ReturnType<typeof createExchange>;
  close(): Promise<void>;
}

/** Throws `UsageError`. `config` is a settings file whose `functions` hold. */
export async function openOutside(given: Args['options'], config: string | undefined, io: Io): Promise<Outside> {
  const hosts = allowedHosts(given, io);
  const client = clientFor(hosts);
  const token = io.env.ATELIER_AUTH_TOKEN;
  const exchange = createExchange({ client, limits: studioDefaults, tokenOf: async () => token || undefined });
  const folder = textOption(given, 'functions');
  const functions =
    folder !== undefined || given.network === true
      ? await functionsOf({ folder, config, allowedHosts: hosts, exchange }, io)
      : undefined;
  return {
    client,
    openSocket: createSocketClient({ clock: realClock, allowedHosts: hosts }),
    ...(given.network === true ? { exchange } : {}),
    ...(functions ? { runFunction: functions.run } : {}),
    async close() {
      await functions?.close();
      client.close();
    },
  };
}

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
