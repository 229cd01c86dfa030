import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerSetup, SetCarrier, SetFunctions, SetValue } from '../api/console/setup.ts';
import type { Json, JsonObject } from '../engine/json.ts';
import { studioDefaults } from '../engine/limits.ts';
import { studioSettings } from '../engine/settings.ts';
import type { Carriers } from './carriers.ts';
import type { Config } from './config.ts';
import { functionRoutes } from './functions.ts';
import { isRecord } from './overlay.ts';

/** What may be shown of a carrier. All else could hold a key: an address of a gateway, a header. */
const shownOfCarriers = new Set([
  'type',
  'preset',
  'base_url',
  'space',
  'account_sid',
  'number',
  'messages_per_second',
  'messaging_profile_id',
  'connection_id',
]);

/** More is no folder of functions. */
const maxFunctionFiles = 1_000;

/** What the console shows of the settings; nothing that is secret. */
export function setupOf(config: Config, { byName, routes }: Pick<Carriers, 'byName' | 'routes'>): ServerSetup {
  return {
    file: config.filePath,
    values: valuesOf(config),
    carriers: [...byName.keys()].map((name) => carrierOf(name, config.file.carriers?.[name], routes.fallback)),
    functions: () => functionsOf(config),
  };
}

function valuesOf(config: Config): readonly SetValue[] {
  const set = (name: string, variable: string, value: Json, usual: Json): SetValue => ({
    name,
    value,
    usual,
    variable,
  });
  return [
    set('public_url', 'ATELIER_PUBLIC_URL', config.publicUrl ?? null, null),
    set('ATELIER_ALLOW_HOSTS', 'ATELIER_ALLOW_HOSTS', [...config.allowedHosts], []),
    set('ATELIER_VALIDATE_SIGNATURES', 'ATELIER_VALIDATE_SIGNATURES', onOff(config.validatesSignatures), 'on'),
    set('ATELIER_RATE_LIMITS', 'ATELIER_RATE_LIMITS', onOff(config.limitsRates), 'off'),
    set('ATELIER_LOCAL_SIGN_IN', 'ATELIER_LOCAL_SIGN_IN', onOff(config.signsInLocally), null),
    set('ATELIER_LOG_LEVEL', 'ATELIER_LOG_LEVEL', config.logLevel, 'warn'),
    ...table('limits', 'ATELIER_LIMITS', config.limits, studioDefaults),
    ...table('settings', 'ATELIER_SETTINGS', config.settings, studioSettings),
  ];
}

const onOff = (isOn: boolean) => (isOn ? 'on' : 'off');

/** Each number of a table of numbers and tables. */
function table(name: string, variable: string, given: object, usual: object): readonly SetValue[] {
  const usuals: { readonly [key: string]: unknown } = { ...usual };
  return Object.entries(given).flatMap(([key, value]): readonly SetValue[] => {
    const path = `${name}.${key}`;
    const other = usuals[key];
    if (isRecord(value)) return table(path, variable, value, isRecord(other) ? other : {});
    return [{ name: path, value: value as Json, usual: (other ?? null) as Json, variable }];
  });
}

function carrierOf(name: string, section: object | undefined, fallback: string): SetCarrier {
  const given: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(section ?? {})) given[key] = shownOfCarriers.has(key) ? value : null;
  const { type = 'simulator', ...rest } = given;
  return { name, type: String(type), isDefault: name === fallback, given: rest satisfies JsonObject };
}

async function functionsOf({ file, fileFolder }: Config): Promise<SetFunctions> {
  const { folder, mappings } = functionRoutes(file.functions ?? {}, fileFolder);
  return {
    folder: folder?.functions,
    paths: folder === undefined ? [] : await functionPaths(folder.functions),
    mappings: mappings.map(({ from, to }) => ({
      from: from.href,
      to: to instanceof URL ? withoutCredentials(to) : to.functions,
    })),
  };
}

/** `/store`, `/orders/new`; without the mark of who may call them. */
async function functionPaths(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length).replaceAll('\\', '/'))
    .filter((path) => !/\/(node_modules\/|\.)/.test(path))
    .map((path) => path.replace(/(\.protected|\.private)?\.js$/, ''));
  return paths.toSorted().slice(0, maxFunctionFiles);
}

function withoutCredentials(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
