/** What a function finds around it: `context`, `event`, `Twilio` and `Runtime`. Source: docs/functions.md. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'node:querystring';
import type { FunctionCall, FunctionRequest } from '../messages.ts';
import { assetsUnder, functionsUnder } from './resources.ts';
import { TwilioResponse } from './response.ts';

type Package = (...args: unknown[]) => unknown;

export function contextOf(call: FunctionCall): object {
  const { request, environment } = call;
  return {
    PATH: request.path,
    DOMAIN_NAME: request.host,
    // A flow's file names them, the call does not: set them as environment where a function needs them.
    SERVICE_SID: undefined,
    ENVIRONMENT_SID: undefined,
    ...environment,
    getTwilioClient: (options: object = {}) => twilioClient(call, options),
  };
}

/** The fields of query and body in one object; what comes more than once is a list. */
export function eventOf(request: FunctionRequest): object {
  return {
    request: { headers: shownHeaders(request.headers), cookies: cookiesOf(request.headers.cookie ?? '') },
    ...parse(request.query),
    ...bodyFields(request),
  };
}

/** `Twilio` and `Runtime`, as every function of `folder` sees them. */
export function defineGlobals(call: FunctionCall): void {
  const { folder, assets } = call;
  const runtime = {
    getFunctions: () => functionsUnder(folder),
    getAssets: () => (assets === null ? {} : assetsUnder(assets)),
    getSync: (options: { serviceName?: string } = {}) => syncService(call, options),
  };
  Object.assign(globalThis, { Twilio: twilioGlobal(folder), Runtime: runtime });
}

/** The package of the folder, loaded when something of it is asked for: most functions never do. */
function twilioGlobal(folder: string): object {
  return new Proxy(
    { Response: TwilioResponse },
    {
      get(own, name) {
        if (typeof name === 'symbol' || name in own) return Reflect.get(own, name);
        return Reflect.get(twilioPackage(folder, `Twilio.${name}`), name);
      },
    },
  );
}

function twilioPackage(folder: string, wanted: string): Package {
  try {
    return createRequire(join(folder, 'any.js'))('twilio');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    const project = join(folder, '..');
    throw new Error(`${wanted} needs the package twilio: run "npm install twilio" in ${project}`, { cause: error });
  }
}

function twilioClient({ folder, environment }: FunctionCall, options: object): unknown {
  const { ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken } = environment;
  if (!accountSid || !authToken) {
    throw new Error(
      'getTwilioClient() needs ACCOUNT_SID and AUTH_TOKEN: give them in functions.environment of atelier.yaml',
    );
  }
  return twilioPackage(folder, 'getTwilioClient()')(accountSid, authToken, { lazyLoading: true, ...options });
}

function syncService(call: FunctionCall, { serviceName, ...options }: { serviceName?: string }): unknown {
  const client = twilioClient(call, options) as { sync: { v1: { services(name: string): SyncService } } };
  const service = client.sync.v1.services(serviceName || 'default');
  service.maps = service.syncMaps;
  service.lists = service.syncLists;
  return service;
}

interface SyncService {
  maps: unknown;
  lists: unknown;
  readonly syncMaps: unknown;
  readonly syncLists: unknown;
}

/** Source: https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations */
const hiddenHeaders =
  /^(?:connection|proxy-connection|expect|host|proxy-authorization|proxy-authenticate|referer|trailer|transfer-encoding|upgrade|via|x-accel-.*|x-forwarded-.*|x-real-ip)$/;

function shownHeaders(headers: FunctionRequest['headers']): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hiddenHeaders.test(name)));
}

function cookiesOf(header: string): object {
  const pairs = header.split(';').map((pair) => pair.trim().split('=', 2));
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2));
}

function bodyFields({ headers, body }: FunctionRequest): object {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return parse(body);
  if (type !== 'application/json') return {};
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null ? value : {};
}
