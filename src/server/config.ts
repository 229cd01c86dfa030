import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isLoopbackName } from '../api/console/local.ts';
import { type Limits, studioDefaults } from '../engine/limits.ts';
import { type Settings, studioSettings } from '../engine/settings.ts';
import { ConfigError } from './config-error.ts';
import { overlaid } from './overlay.ts';
import { readSettingsFile, type SettingsFile } from './settings-file/index.ts';
import { wordsOfSettings } from './words.ts';

export { ConfigError } from './config-error.ts';

/** Everything an operator can set; see `docs/operations.md`. */
export interface Config {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** Folder of the databases, created when missing. */
  readonly dataFolder: string;
  readonly accountSid?: string;
  readonly authToken?: string;
  /** Base URL that clients and carriers reach this server at, without a slash at the end. */
  readonly publicUrl?: string;
  /** Refuse inbound webhooks whose `X-Twilio-Signature` is wrong. */
  readonly validatesSignatures: boolean;
  /** Private hosts, `host:port` or CIDR ranges that flows and webhooks may reach all the same. */
  readonly allowedHosts: readonly string[];
  /** Refuse more than 20 REST starts a second per account, as the service does. */
  readonly limitsRates: boolean;
  readonly logLevel: string;
  readonly limits: Limits;
  readonly settings: Settings;
  /** Load the sample flows into an empty data folder. */
  readonly loadsSamples: boolean;
  /** Sign a browser on this machine in to the console at once. */
  readonly signsInLocally: boolean;
  /** What atelier.yaml says; empty without one. */
  readonly file: SettingsFile;
  /** Absolute path of the file that was read, if any. */
  readonly filePath?: string;
  /** Folder that relative paths of the file begin at: its own, or the working directory. */
  readonly fileFolder: string;
}

type Environment = { readonly [name: string]: string | undefined };

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/** A file in the working directory that is read unless another one is named. */
const usualFile = 'atelier.yaml';

/**
 * Reads the configuration from environment variables and from atelier.yaml; where both say something, the variable
 * counts. Throws `ConfigError`.
 */
export function configFromEnv(env: Environment): Config {
  const filePath = resolve(env.ATELIER_CONFIG || usualFile);
  const hasFile = Boolean(env.ATELIER_CONFIG) || existsSync(filePath);
  const file = hasFile ? readSettingsFile(filePath, env) : {};
  const accountSid = matching(env, 'ATELIER_ACCOUNT_SID', /^AC[0-9a-fA-F]{32}$/, 'AC and 32 hexadecimal digits');
  // SDKs refuse credentials with other characters before they send anything (rest-api §11, twilio-go).
  const authToken = matching(env, 'ATELIER_AUTH_TOKEN', /^[A-Za-z0-9]{16,128}$/, '16 to 128 letters and digits');
  const publicUrl = url(env, 'ATELIER_PUBLIC_URL') ?? file.public_url?.replace(/\/+$/, '');
  const host = env.HOST || '127.0.0.1';
  // A server that is meant for others asks everybody.
  const isForThisMachine = isLoopbackName(host) && publicUrl === undefined;
  return {
    port: port(env),
    host,
    dataFolder: resolve(env.ATELIER_DATA || '.atelier'),
    ...(accountSid === undefined ? {} : { accountSid }),
    ...(authToken === undefined ? {} : { authToken }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    validatesSignatures: flag(env, 'ATELIER_VALIDATE_SIGNATURES', true),
    allowedHosts: (env.ATELIER_ALLOW_HOSTS ?? '').split(',').flatMap((host) => host.trim() || []),
    limitsRates: flag(env, 'ATELIER_RATE_LIMITS', false),
    logLevel: oneOf(env, 'ATELIER_LOG_LEVEL', logLevels, 'warn'),
    limits: positive(
      overlay(env, 'ATELIER_LIMITS', file.limits ? overlaid(studioDefaults, file.limits) : studioDefaults),
    ),
    settings: checked(
      overlay(env, 'ATELIER_SETTINGS', file.settings ? overlaid(studioSettings, file.settings) : studioSettings),
    ),
    loadsSamples: flag(env, 'ATELIER_SAMPLES', true),
    signsInLocally: flag(env, 'ATELIER_LOCAL_SIGN_IN', isForThisMachine),
    file,
    ...(hasFile ? { filePath } : {}),
    fileFolder: dirname(filePath),
  };
}

function port(env: Environment): number {
  const text = env.PORT || '8750';
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new ConfigError(`PORT is "${text}": it takes a number from 0 to 65535`);
}

function matching(env: Environment, name: string, pattern: RegExp, form: string): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (pattern.test(value)) return value;
  throw new ConfigError(`${name} does not have the form it needs: ${form}`);
}

function url(env: Environment, name: string): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.search === '' && parsed.hash === '') {
    return parsed.href.replace(/\/+$/, '');
  }
  throw new ConfigError(`${name} is "${value}": it takes an http or https URL without a query`);
}

function flag(env: Environment, name: string, fallback: boolean): boolean {
  return oneOf(env, name, ['on', 'off'], fallback ? 'on' : 'off') === 'on';
}

function oneOf(env: Environment, name: string, values: readonly string[], fallback: string): string {
  const value = env[name] || fallback;
  if (values.includes(value)) return value;
  throw new ConfigError(`${name} is "${value}": it takes ${values.join(', ')}`);
}

function positive<T extends object>(limits: T): T {
  for (const [name, value] of Object.entries(limits)) {
    if (typeof value === 'object' && value !== null) positive(value);
    else if (typeof value === 'number' && !(Number.isSafeInteger(value) && value > 0)) {
      throw new ConfigError(`ATELIER_LIMITS: ${name} is ${value}: it takes a whole number above 0`);
    }
  }
  return limits;
}

function checked(settings: Settings): Settings {
  for (const [name, allowed] of Object.entries(wordsOfSettings)) {
    const value = settings[name as keyof Settings];
    if (!(allowed as readonly unknown[]).includes(value)) {
      throw new ConfigError(`ATELIER_SETTINGS: ${name} is "${String(value)}": it takes ${allowed.join(', ')}`);
    }
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: settings.timeZone });
  } catch {
    throw new ConfigError(`ATELIER_SETTINGS: timeZone "${settings.timeZone}" is not a time zone`);
  }
  return settings;
}

function overlay<T extends object>(env: Environment, name: string, defaults: T): T {
  const text = env[name];
  if (!text) return defaults;
  try {
    return overlaid(defaults, JSON.parse(text));
  } catch (error) {
    throw new ConfigError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
