/** Runs the functions that flows call: where a mapping says, in a file of ours, or where the URL leads. */
import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import { type Route, routeOf } from './routes.ts';
import { runFile } from './run-file.ts';
import type { FunctionPorts, FunctionSettings } from './settings.ts';
import { WorkerPool } from './worker-pool.ts';

export type { FunctionPorts, FunctionSettings } from './settings.ts';

export interface FunctionRunner {
  /** Whatever a function does is a result. */
  run(accountSid: string, request: HttpRequest): Promise<HttpResult>;
  /** Ends every process. */
  close(): Promise<void>;
}

export function createFunctionRunner(settings: FunctionSettings, ports: FunctionPorts): FunctionRunner {
  const { mappings, folder, concurrency, timeoutSeconds, maxRedirects } = settings;
  const pool = new WorkerPool({ concurrency, patienceMs: timeoutSeconds * 1000 });
  const runOnce = (accountSid: string, request: HttpRequest, route: Route) => {
    switch (route.type) {
      case 'as-is':
        return ports.exchange(accountSid, request);
      case 'url':
        // Signed anew: a function checks the signature against the URL that it is reached at.
        return ports.mappedExchange(accountSid, { ...request, url: route.url });
      case 'file':
        return runFile({ settings, ports, pool }, accountSid, request, route);
      default:
        return route satisfies never;
    }
  };
  return {
    async run(accountSid, request) {
      let current = request;
      for (let redirects = 0; ; redirects++) {
        const route = routeOf(current.url, mappings, folder);
        const result = await runOnce(accountSid, current, route);
        // An exchange has followed its redirects itself.
        const next = route.type === 'file' && result.ok ? redirected(current, result) : undefined;
        if (next === undefined) return result;
        if (redirects === maxRedirects) {
          return { ok: false, reason: 'redirects', message: `More than ${maxRedirects} redirects` };
        }
        current = next;
      }
    },
    close: () => pool.close(),
  };
}

/** The request that a redirect asks for: 307 and 308 repeat it, the others make it a GET (carrier page §A1). */
function redirected(request: HttpRequest, { status, headers }: Extract<HttpResult, { ok: true }>) {
  const { location } = headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  if (!URL.canParse(location, request.url)) return undefined;
  const url = new URL(location, request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  // Nobody but the host that was called learns a signature.
  const sign = request.sign && url.origin === new URL(request.url).origin;
  if (status === 307 || status === 308) return { ...request, url: url.href, sign };
  return { method: 'GET', url: url.href, sign, authenticate: false } satisfies HttpRequest;
}
