import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../command.ts';
import type { Io } from '../io.ts';

/** Where a Studio API is, and who asks. */
export interface Access {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Account SID or key SID. */
  readonly user: string;
  readonly secret: string;
  /** Names of the options or variables that the credentials came from, for messages. */
  readonly from: string;
}

/** What the command line says. */
export interface GivenAccess {
  readonly url: string;
  readonly account: string | undefined;
  readonly token: string | undefined;
  /** Names of the three options, for messages. */
  readonly options: { readonly url: string; readonly account: string; readonly token: string };
}

/**
 * Options first; then the variables of Twilio's tools for hosts of Twilio, Atelier's variables and the credentials file
 * of the data folder for every other one. So no token goes where it does not belong. Throws a `UsageError`.
 */
export function accessFrom(given: GivenAccess, { env }: Pick<Io, 'env'>): Access {
  const baseUrl = checkedUrl(given.url, given.options.url);
  const { account, token, options } = given;
  if (account !== undefined && token !== undefined) {
    return { baseUrl, user: account, secret: token, from: `${options.account} and ${options.token}` };
  }
  const isTwilio = /(^|\.)twilio\.com$/i.test(new URL(baseUrl).hostname);
  const names = isTwilio ? twilioVariables : atelierVariables;
  for (const [userName, secretName] of names) {
    const user = account ?? env[userName];
    const secret = token ?? env[secretName];
    if (user && secret) return { baseUrl, user, secret, from: `${userName} and ${secretName}` };
  }
  const file = isTwilio ? undefined : credentialsFile(env);
  const stored = file === undefined ? undefined : /^(AC\w+):(\w+)\s*$/.exec(textOf(file));
  const [, user, secret] = stored ?? [];
  if (file && user && secret && (account === undefined || account === user)) {
    return { baseUrl, user, secret, from: file };
  }
  const variables = names.map((pair) => pair.join(' and ')).join(', or ');
  const place = file === undefined ? '' : `; there is no ${file} either`;
  throw new UsageError(
    `no credentials for ${baseUrl}: give ${options.account} and ${options.token}, or set ${variables}${place}`,
  );
}

const twilioVariables = [
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ['TWILIO_API_KEY', 'TWILIO_API_SECRET'],
] as const;
const atelierVariables = [['ATELIER_ACCOUNT_SID', 'ATELIER_AUTH_TOKEN']] as const;

/** The server of this machine, as the environment sets it. */
export function localServer({ env }: Pick<Io, 'env'>): string {
  return `http://127.0.0.1:${env.PORT || '8750'}`;
}

function credentialsFile(env: Io['env']): string {
  return join(env.ATELIER_DATA || '.atelier', 'credentials');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // There is none, or none for us: the message names the file.
    return '';
  }
}

function checkedUrl(text: string, option: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '') {
    return url.href.replace(/\/+$/, '');
  }
  throw new UsageError(`${option} takes an http or https URL without credentials and query`);
}
