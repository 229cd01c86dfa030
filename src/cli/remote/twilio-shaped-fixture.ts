/** A server that answers as the service was recorded to, and that tests can make stumble. */
import { createServer, type IncomingMessage } from 'node:http';
import type { TestContext } from 'node:test';
import { listen } from '../../../test/local-server.ts';

export interface ShapedAnswer {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** An object is sent as JSON. */
  readonly body: unknown;
}

export interface ShapedServer {
  readonly url: string;
  /** Method and path with query, in the order in which they came. */
  readonly requests: readonly string[];
}

/** `answer` gives undefined to hang up without an answer, and `silence` never to answer. */
export async function twilioShaped(
  t: TestContext,
  answer: (path: string, request: IncomingMessage, url: string) => ShapedAnswer | 'silence' | undefined,
): Promise<ShapedServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    const given = answer(request.url ?? '', request, url);
    if (given === 'silence') return;
    if (given === undefined) {
      request.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body } = given;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const url = `http://${await listen(t, server)}`;
  return { url, requests };
}

/** An error as the service sends it (rest-api §9). */
export function shapedError(status: number, code: number, message: string): ShapedAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

/** A page of a list (rest-api §3). */
export function shapedPage(key: string, rows: readonly object[], next: string | null): ShapedAnswer {
  return {
    body: {
      meta: {
        page: 0,
        page_size: 50,
        first_page_url: 'x',
        previous_page_url: null,
        url: 'x',
        next_page_url: next,
        key,
      },
      [key]: rows,
    },
  };
}
