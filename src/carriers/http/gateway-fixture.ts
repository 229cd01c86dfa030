/** An SMS gateway with an API of its own, for tests: it keeps what was sent and can be made to fail. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Fault } from '../conformance.ts';
import { closeServer, Faults } from '../fault-fixture.ts';

export interface Gateway {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly key: string;
  /** Requests that were taken for messages, oldest first. */
  readonly messages: readonly GatewayMessage[];
  /** The next request meets this. */
  fault(fault: Fault): void;
  close(): Promise<void>;
}

export interface GatewayMessage {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
  readonly id: string;
}

/** Listens on this machine. It refuses what goes to `nobody`, and takes a message of one `x-key` once. */
export async function openGateway(): Promise<Gateway> {
  const key = 'gateway-key';
  const messages: GatewayMessage[] = [];
  const faults = new Faults({
    busy: (response, headers) => response.writeHead(429, headers).end('slower, please'),
    credentials: (response) => answer(response, 403, { error: { text: 'who are you?' } }),
  });

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { method = '', url: path = '', headers } = request;
    const { isAnswered, finish } = faults.meet(response);
    if (isAnswered) return;
    if (headers.authorization !== `Key ${key}`) return answer(response, 401, { error: { text: 'who are you?' } });
    const send = (status: number, given: object) => finish(() => answer(response, status, given));
    const own = headers['x-key'];
    if (method === 'GET' && path.startsWith('/sent/')) {
      const asked = decodeURIComponent(path.slice('/sent/'.length));
      const found = messages.find((each) => each.headers['x-key'] === asked);
      return found ? send(200, { messages: [{ id: found.id }] }) : send(404, { error: { text: 'not here' } });
    }
    if (/nobody/.test(body + path)) return send(400, { error: { text: 'no such number', code: 'E_TO' } });
    const known = own === undefined ? undefined : messages.find((each) => each.headers['x-key'] === own);
    const id = known?.id ?? `g-${messages.length + 1}`;
    if (!known) messages.push({ method, path, headers, body, id });
    return send(202, { messages: [{ id, state: 'PENDING' }] });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    messages,
    fault: (fault) => faults.bring(fault),
    close: () => closeServer(server),
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
