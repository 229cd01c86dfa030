/**
 * Serves the built console as the server does (nonce, policy, session by cookie, header against forgery), in front of a
 * real Atelier server to which it passes everything else on, with the account's credentials.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { consoleFolder } from '../../src/console/build.ts';

export interface StandIn {
  readonly url: string;
  /** Ends every session, as time does. */
  expire(): void;
  /** While true, nothing of the API answers. */
  isDown: boolean;
  close(): Promise<void>;
}

interface Account {
  readonly sid: string;
  readonly authToken: string;
  readonly friendlyName: string;
}

const types: { readonly [extension: string]: string } = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  json: 'application/json',
};

/** Source: console §10. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

export async function startStandIn(api: string, account: Account): Promise<StandIn> {
  const sessions = new Map<string, string>();
  const state = { isDown: false };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const body = await bodyOf(request);
    const csrf = sessions.get(/atelier=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (path.startsWith('/console/assets/')) return sendAsset(path, response);
    if (path === '/' || path === '/console') return response.writeHead(302, { location: '/console/flows' }).end();
    if (path.startsWith('/console/') && !path.startsWith('/console/api/')) return sendPage(response);
    if (state.isDown) return send(response, 503, {});
    const isForged = request.method !== 'GET' && csrf !== undefined && request.headers['x-atelier-csrf'] !== csrf;
    if (path === '/console/api/session') return answerSession(request, response, body, csrf, isForged);
    if (csrf === undefined) return send(response, 401, { code: 20003, message: 'Authenticate', status: 401 });
    if (isForged) return send(response, 403, { code: 20403, message: 'X-Atelier-Csrf is missing', status: 403 });
    if (path === '/console/api/health') return send(response, 200, { status: 'ok' });
    return passOn(request, response, body);
  };

  const answerSession = async (
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    known: string | undefined,
    isForged: boolean,
  ) => {
    if (request.method === 'GET') {
      return known
        ? send(response, 200, await present(known))
        : send(response, 401, { message: 'Nobody is signed in' });
    }
    if (request.method === 'DELETE') {
      sessions.clear();
      return send(response, isForged ? 403 : 204, undefined);
    }
    const given = new URLSearchParams(body.toString());
    if (given.get('sid') !== account.sid || given.get('secret') !== account.authToken) {
      return send(response, 401, { code: 20003, message: 'This SID and secret do not belong together.', status: 401 });
    }
    const key = randomBytes(8).toString('hex');
    const csrf = randomBytes(8).toString('hex');
    sessions.set(key, csrf);
    response.setHeader('set-cookie', `atelier=${key}; Path=/; HttpOnly; SameSite=Strict`);
    return send(response, 201, await present(csrf));
  };

  const listAccounts = async (): Promise<readonly Account[]> => {
    const answered = await fetch(`${api}/2010-04-01/Accounts.json`, { headers: authorization(account) });
    const { accounts } = (await answered.json()) as { readonly accounts: readonly { [name: string]: string }[] };
    return accounts.map(({ sid = '', auth_token: authToken = '', friendly_name: friendlyName = '' }) => {
      return { sid, authToken, friendlyName };
    });
  };

  const present = async (csrf: string) => ({
    account_sid: account.sid,
    automatic: false,
    csrf,
    accounts: (await listAccounts()).map(({ sid, friendlyName }) => ({
      sid,
      friendly_name: friendlyName,
      parent_sid: sid === account.sid ? null : account.sid,
    })),
  });

  const passOn = async (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const { method = 'GET', url = '/', headers } = request;
    const chosen = headers['x-atelier-account'];
    const credentials = (await listAccounts()).find(({ sid }) => sid === chosen) ?? account;
    const contentType = headers['content-type'];
    const answered = await fetch(`${api}${url}`, {
      method,
      headers: { ...authorization(credentials), ...(contentType === undefined ? {} : { 'content-type': contentType }) },
      ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
    });
    const text = await answered.text();
    response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? 'text/plain' });
    response.end(text);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const url = await listening(server);
  return {
    url,
    expire: () => sessions.clear(),
    get isDown() {
      return state.isDown;
    },
    set isDown(value) {
      state.isDown = value;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function authorization({ sid, authToken }: Account): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}` };
}

async function sendPage(response: ServerResponse): Promise<void> {
  const nonce = randomBytes(16).toString('base64url');
  const page = await readFile(join(consoleFolder, 'index.html'), 'utf8');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce) });
  response.end(page.replaceAll('__NONCE__', nonce));
}

async function sendAsset(path: string, response: ServerResponse): Promise<void> {
  const name = path.slice('/console/assets/'.length);
  const type = types[name.split('.').at(-1) ?? ''];
  if (!/^[\w.-]+$/.test(name) || type === undefined) return void response.writeHead(404).end();
  const content = await readFile(join(consoleFolder, 'assets', name)).catch(() => undefined);
  if (content === undefined) return void response.writeHead(404).end();
  response
    .writeHead(200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' })
    .end(content);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    });
  });
}
