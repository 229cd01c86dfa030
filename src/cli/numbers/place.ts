import {
  type Carrier,
  type CarrierNumber,
  type CarrierNumbers,
  CarrierRefused,
  CarrierUnreachable,
} from '../../carriers/carrier.ts';
import { ConfigError } from '../../server/config-error.ts';
import type { SettingsFile } from '../../server/settings-file/index.ts';
import { UsageError } from '../command.ts';
import type { Io } from '../io.ts';
import { carriersFrom } from '../open-carriers.ts';
import { type Access, accessFrom, localServer } from '../remote/credentials.ts';
import { createRest, RemoteError } from '../remote/rest.ts';
import { type ListedFlow, studioOf } from '../remote/studio.ts';
import { settingsFrom } from '../settings.ts';

/** A number, and the carrier that it is rented from. */
export interface RentedNumber extends CarrierNumber {
  readonly carrier: string;
}

/** Everything that the commands on numbers look at. */
export interface Place {
  readonly settings: SettingsFile;
  readonly numbers: readonly RentedNumber[];
  readonly flows: readonly ListedFlow[];
  /** Account whose flows they are; undefined where no server was asked. */
  readonly accountSid: string | undefined;
  /** Where carriers reach this server; undefined: it is not said. */
  readonly publicUrl: string | undefined;
  /** Where the server is for this machine. */
  readonly serverUrl: string;
  /** Carriers that did not answer as they should, one line each. */
  readonly faults: readonly string[];
  /** How to change the numbers of a carrier. */
  readonly carriers: ReadonlyMap<string, PlacedCarrier>;
  /** Carriers of which nobody knows what numbers they have: they were asked and did not say. */
  readonly unasked: ReadonlySet<string>;
  close(): void;
}

export interface PlacedCarrier {
  readonly numbers: CarrierNumbers;
  /** It has an address of its own for what comes in, and no address for each flow. */
  readonly hasOwnRoute: boolean;
}

export interface PlaceOptions {
  readonly config: string | undefined;
  readonly carrier: string | undefined;
  readonly url: string | undefined;
  readonly account: string | undefined;
  readonly token: string | undefined;
  readonly needsServer: boolean;
}

/** Asks the carriers for their numbers, and the server for its flows. Throws `UsageError`, `RemoteError`. */
export async function openPlace(options: PlaceOptions, io: Io): Promise<Place> {
  const { settings } = settingsFrom(options.config, io);
  const serverUrl = options.url ?? localServer(io);
  const access = serverAccess(options, serverUrl, io);
  const server = access === undefined ? {} : await flowsOf(access, options.needsServer);
  const { flows } = server;
  const opened = opening(() => carriersFrom(withServer(settings, flows === undefined ? undefined : access)));
  const faults: string[] = server.fault === undefined ? [] : [server.fault];
  const unasked = new Set<string>();
  const numbers: RentedNumber[] = [];
  const carriers = new Map<string, PlacedCarrier>();
  for (const [key, carrier] of chosen(opened.byName, options.carrier)) {
    // The built-in network is asked at the server that it runs in.
    const name = key === serverKey ? 'simulator' : key;
    if (carrier.numbers === undefined) continue;
    carriers.set(name, { numbers: carrier.numbers, hasOwnRoute: carrier.webhooks?.read !== undefined });
    try {
      for (const number of await carrier.numbers.list()) numbers.push({ ...number, carrier: name });
    } catch (error) {
      faults.push(`carrier ${name}: ${faultText(error, name)}`);
      unasked.add(name);
    }
  }
  return {
    settings,
    numbers,
    flows: flows ?? [],
    accountSid: flows === undefined ? undefined : (flows[0]?.accountSid ?? access?.user),
    publicUrl: (io.env.ATELIER_PUBLIC_URL || settings.public_url)?.replace(/\/+$/, ''),
    serverUrl,
    faults,
    carriers,
    unasked,
    close: opened.close,
  };
}

/** What went wrong at a carrier, for the person at the terminal. Throws what is no fault of the carrier's. */
export function faultText(error: unknown, carrier: string): string {
  if (error instanceof CarrierRefused) {
    const code = error.code === null ? '' : ` (${error.code})`;
    const isUnknown = error.code === 20003 || error.code === 10009;
    const help = isUnknown ? `: check the credentials of carriers.${carrier} in atelier.yaml` : '';
    return `${error.message.replaceAll(/\s+/g, ' ')}${code}${help}`;
  }
  if (error instanceof CarrierUnreachable) return error.message.replaceAll(/\s+/g, ' ');
  throw error;
}

/** Where the flows are; a list can do without. */
function serverAccess(options: PlaceOptions, url: string, io: Io): Access | undefined {
  try {
    return accessFrom(
      {
        url,
        account: options.account,
        token: options.token,
        options: { url: '--url', account: '--account', token: '--token' },
      },
      io,
    );
  } catch (error) {
    if (error instanceof UsageError && !options.needsServer) return undefined;
    throw error;
  }
}

interface ServerAnswer {
  readonly flows?: readonly ListedFlow[];
  /** Why there are none. */
  readonly fault?: string;
}

async function flowsOf(access: Access, isNeeded: boolean): Promise<ServerAnswer> {
  try {
    return { flows: await studioOf(createRest(access)).listFlows() };
  } catch (error) {
    if (error instanceof RemoteError && !isNeeded) return { fault: `server: ${error.message}` };
    throw error;
  }
}

/** Why a number of atelier.yaml is not among those that were listed. */
export function absence(name: string, { settings, carriers, unasked, publicUrl }: Place): string {
  if (name.includes(':')) return 'is no rented number: set its webhook where the carrier manages its channel';
  const carrier = settings.numbers?.[name]?.carrier ?? settings.default_carrier ?? 'simulator';
  if (unasked.has(carrier)) return `the carrier ${carrier} could not be asked`;
  if (carrier !== 'simulator' && !carriers.has(carrier)) {
    const base = publicUrl ?? 'public_url';
    return `the carrier ${carrier} keeps no numbers: set its webhook there by hand, to ${base}/carriers/${carrier}`;
  }
  return `the carrier ${carrier} has no such number`;
}

/** No name of a carrier: these begin with a letter or digit. */
const serverKey = '-server';

/** The network of the server speaks as Twilio does. */
function withServer(settings: SettingsFile, access: Access | undefined): SettingsFile {
  if (access === undefined) return settings;
  const { baseUrl, user, secret } = access;
  const server = { type: 'twilio', base_url: `${baseUrl}/2010-04-01`, account_sid: user, auth_token: secret } as const;
  return { ...settings, carriers: { ...settings.carriers, [serverKey]: server } };
}

function chosen(
  byName: ReadonlyMap<string, Carrier>,
  only: string | undefined,
): readonly (readonly [string, Carrier])[] {
  const all = [...byName];
  if (only === undefined) return all;
  const key = only === 'simulator' ? serverKey : only;
  const found = all.filter(([name]) => name === key);
  if (found.length > 0) return found;
  const names = ['simulator', ...all.flatMap(([name]) => (name === serverKey ? [] : [name]))];
  throw new UsageError(`--carrier ${only}: there is no such carrier; there are ${names.join(', ')}`);
}

function opening<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}
