/** Runs one function of a folder, and makes of what becomes of it the answer of its host. */
import { realpath } from 'node:fs/promises';
import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import { findFunctionFile } from './function-file.ts';
import type { FunctionRequest, Reply } from './messages.ts';
import type { Route } from './routes.ts';
import { packageFolders } from './sandbox.ts';
import type { FunctionLog, FunctionPorts, FunctionSettings } from './settings.ts';
import type { PoolOutcome, WorkerPool } from './worker-pool.ts';
import type { PrintLine } from './worker-process.ts';

const userAgent = 'Atelier/0.1';

interface Running {
  readonly settings: FunctionSettings;
  readonly ports: FunctionPorts;
  readonly pool: WorkerPool;
}

export async function runFile(
  { settings, ports, pool }: Running,
  accountSid: string,
  request: HttpRequest,
  { folder, path }: Extract<Route, { type: 'file' }>,
): Promise<HttpResult> {
  const found = await findFunctionFile(folder.functions, path);
  if (found === undefined) {
    ports.log.warn({ function: path, folder: folder.functions }, `no file of the folder is the function ${path}`);
    return plainAnswer(404, `There is no function ${path}`);
  }
  if (found.access === 'private') return plainAnswer(403, `The function ${path} is private: only others may use it`);
  const token = await ports.tokenOf(accountSid);
  const isSigned = request.sign && token !== undefined;
  if (found.access === 'protected' && !isSigned) return plainAnswer(403, `The request for ${path} is not signed`);
  const environment = {
    ...(settings.givesCredentials && token !== undefined ? { ACCOUNT_SID: accountSid, AUTH_TOKEN: token } : {}),
    ...settings.environment,
  };
  // As the file's path is: without symbolic links.
  const functions = await realpath(folder.functions);
  const assets = await realpath(folder.assets).catch(() => null);
  const { sandbox, memoryMb, timeoutSeconds, maxBodyBytes } = settings;
  const print: PrintLine = (stream, line) => ports.log.info({ function: path, stream }, line);
  const { outcome, underWay } = await pool.run({
    key: JSON.stringify([accountSid, found.file]),
    worker: {
      folder: functions,
      sandbox: sandbox && {
        read: [functions, ...(assets === null ? [] : [assets]), ...packageFolders(functions), ...sandbox.read],
        write: sandbox.write,
      },
      memoryMb,
      timeoutMs: timeoutSeconds * 1000,
      environment,
      maxBodyBytes,
    },
    call: {
      file: found.file,
      folder: functions,
      assets,
      environment,
      request: functionRequest(request, isSigned ? ports.sign(token, request) : undefined),
      maxBodyBytes,
    },
    print,
  });
  const result = resultOf(outcome, settings, underWay);
  report(ports.log, path, outcome, result);
  return result;
}

function functionRequest(request: HttpRequest, signature: string | undefined): FunctionRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
    headers: {
      accept: '*/*',
      'user-agent': userAgent,
      ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
      ...(signature === undefined ? {} : { 'x-twilio-signature': signature }),
    },
    body: request.body ?? '',
  };
}

/** A function that ends itself, or is too greedy, answers 500, as on its host; one that is too slow does not answer. */
function resultOf(outcome: PoolOutcome, settings: FunctionSettings, underWay: number): HttpResult {
  const { timeoutSeconds, memoryMb, maxBodyBytes } = settings;
  switch (outcome.type) {
    case 'reply':
      return answer(outcome.reply, underWay);
    case 'too-large':
      return { ok: false, reason: 'too-large', message: `The response is larger than ${maxBodyBytes} bytes` };
    case 'timeout': {
      const why = outcome.hasReturned ? ': it returned without calling its callback' : '';
      return { ok: false, reason: 'timeout', message: `The function did not answer within ${timeoutSeconds} s${why}` };
    }
    case 'busy':
      return {
        ok: false,
        reason: 'timeout',
        message: `${settings.concurrency} other functions are running, and none ended within ${timeoutSeconds} s`,
      };
    case 'out-of-memory':
      return plainAnswer(500, `The function needs more memory than its ${memoryMb} MB`);
    case 'exited':
      return plainAnswer(500, `The function ended its process (${outcome.how}) before it called back`);
    case 'unstartable':
      return { ok: false, reason: 'network', message: `No process could be started: ${outcome.message}` };
    case 'closed':
      return { ok: false, reason: 'network', message: 'The server is stopping' };
    default:
      return outcome satisfies never;
  }
}

/** What the operator should know, whether the flow has a way for it or not. */
function report(log: FunctionLog, path: string, outcome: PoolOutcome, result: HttpResult): void {
  if (outcome.type === 'reply') {
    if (outcome.cause === undefined) return;
    const help = outcome.cause.includes('ERR_ACCESS_DENIED')
      ? '; functions.allow_read, allow_write or sandbox of atelier.yaml permit more'
      : '';
    log.warn({ function: path, cause: outcome.cause }, `the function ${path} failed${help}`);
    return;
  }
  log.warn({ function: path }, `${path}: ${result.ok ? result.body : result.message}`);
}

function answer({ status, headers, body }: Reply, underWay: number): Extract<HttpResult, { ok: true }> {
  const contentType = headers['content-type'];
  return {
    ok: true,
    status,
    ...(contentType === undefined ? {} : { contentType }),
    body,
    headers: { ...headers, 'x-twilio-function-concurrency': String(underWay) },
  };
}

function plainAnswer(status: number, body: string): Extract<HttpResult, { ok: true }> {
  const contentType = 'text/plain';
  return { ok: true, status, contentType, body, headers: { 'content-type': contentType } };
}
