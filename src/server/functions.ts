/** The functions of flows, as atelier.yaml and the folder beside it say. */
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { signForm, signUrl } from '../carriers/signature.ts';
import type { HttpRequest } from '../engine/effects.ts';
import {
  createFunctionRunner,
  type FunctionPorts,
  type FunctionRunner,
  type FunctionSettings,
} from '../functions/function-runner.ts';
import type { FunctionFolder, Mapping } from '../functions/routes.ts';
import type { Clock } from '../runtime/clock.ts';
import { createExchange } from '../runtime/exchange.ts';
import { createHttpClient } from '../runtime/http-client.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import type { FunctionsSection } from './settings-file/sections/functions.ts';

export interface FunctionParts extends Pick<FunctionPorts, 'exchange' | 'tokenOf' | 'log'> {
  readonly clock: Clock;
}

type Wanted = Pick<Config, 'file' | 'fileFolder' | 'limits' | 'allowedHosts'>;

/** Undefined where there is neither a folder nor a mapping: then every URL leads where it says. Throws `ConfigError`. */
export function openFunctions(config: Wanted, parts: FunctionParts): FunctionRunner | undefined {
  const section = config.file.functions ?? {};
  const { folder, mappings } = functionRoutes(section, config.fileFolder);
  if (folder === undefined && mappings.length === 0) return undefined;
  const { clock, exchange, tokenOf, log } = parts;
  const named = mappings.flatMap(({ to }) => (to instanceof URL ? [to.host] : []));
  const client = createHttpClient({ clock, allowedHosts: [...config.allowedHosts, ...named] });
  const runner = createFunctionRunner(settingsOf(section, config, mappings, folder), {
    exchange,
    mappedExchange: createExchange({ client, limits: config.limits, tokenOf }),
    tokenOf,
    sign: (token, { url, form }: HttpRequest) =>
      form === undefined ? signUrl(token, url) : signForm(token, url, form),
    log,
  });
  return {
    run: runner.run,
    async close() {
      await runner.close();
      client.close();
    },
  };
}

/** Where the URLs of functions lead; paths of the settings start at `base`. Throws `ConfigError`. */
export function functionRoutes(
  section: FunctionsSection,
  base: string,
): { readonly folder: FunctionFolder | undefined; readonly mappings: readonly Mapping[] } {
  const mappings = (section.map ?? []).map((mapping) => mappingOf(mapping, section, base));
  return { folder: folderOf(section, base), mappings };
}

function settingsOf(
  section: FunctionsSection,
  { fileFolder, limits }: Wanted,
  mappings: readonly Mapping[],
  folder: FunctionFolder | undefined,
): FunctionSettings {
  const { sandbox = true, allow_read: read = [], allow_write: write = [] } = section;
  const absolute = (path: string) => resolve(fileFolder, path);
  return {
    mappings,
    ...(folder ? { folder } : {}),
    environment: Object.fromEntries(
      Object.entries(section.environment ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    givesCredentials: section.credentials ?? false,
    sandbox: sandbox ? { read: read.map(absolute), write: write.map(absolute) } : undefined,
    memoryMb: section.memory_mb ?? 128,
    timeoutSeconds: section.timeout_seconds ?? limits.httpSeconds,
    concurrency: section.concurrency ?? 16,
    maxBodyBytes: limits.httpBodyBytes,
    maxRedirects: limits.httpRedirects,
  };
}

/** One that is named must be there; `functions` is used when it is. */
function folderOf(section: FunctionsSection, base: string): FunctionFolder | undefined {
  if (section.folder !== undefined) return existing(section.folder, section, base, 'functions.folder');
  const usual = resolve(base, 'functions');
  return isFolder(usual) ? withAssets(usual, section, base) : undefined;
}

function existing(path: string, section: FunctionsSection, base: string, key: string): FunctionFolder {
  const folder = resolve(base, path);
  if (isFolder(folder)) return withAssets(folder, section, base);
  throw new ConfigError(`${key} of the settings: there is no folder ${folder}`);
}

function withAssets(functions: string, { assets }: FunctionsSection, base: string): FunctionFolder {
  return { functions, assets: assets === undefined ? join(dirname(functions), 'assets') : resolve(base, assets) };
}

function mappingOf(
  { from, to }: NonNullable<FunctionsSection['map']>[number],
  section: FunctionsSection,
  base: string,
): Mapping {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(to)) {
    return { from: urlOf(from, 'from'), to: existing(to, section, base, `functions.map, to ${to}`) };
  }
  return { from: urlOf(from, 'from'), to: urlOf(to, 'to') };
}

function urlOf(text: string, key: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return url;
  throw new ConfigError(
    `functions.map of the settings: ${key} takes an http or https URL without a query, not ${text}`,
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
