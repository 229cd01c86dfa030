/** HTTP as written, with headers that `fetch` would not send. */
import { type IncomingMessage, request } from 'node:http';
import { account, type Body } from './api-server.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly body: Body;
}

/** GET with the first account's credentials. */
export function rawGet(port: number, path: string, headers: { readonly [name: string]: string }): Promise<RawAnswer> {
  return rawRequest(port, 'GET', path, { auth: `${account.sid}:${account.authToken}`, headers });
}

export async function rawRequest(
  port: number,
  method: string,
  path: string,
  options: {
    readonly auth?: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: Buffer;
  } = {},
): Promise<RawAnswer> {
  const { headers = {}, body: sent, auth } = options;
  const authorization = auth === undefined ? {} : { authorization: `Basic ${Buffer.from(auth).toString('base64')}` };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request({ port, host: '127.0.0.1', method, path, headers: { ...authorization, ...headers } });
  outgoing.on('response', resolve).on('error', reject);
  outgoing.end(sent);
  const response = await promise;
  const bytes = Buffer.concat(await response.toArray());
  const isJson = response.headers['content-type'] === 'application/json' && !response.headers['content-encoding'];
  const body: Body = isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, body };
}
