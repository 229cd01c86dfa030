/** A load generator that costs little: raw keep-alive connections, each sending its next request when it has its answer. */
import { connect } from 'node:net';

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers by status. */
  readonly statuses: { readonly [status: string]: number };
}

/** `request(n)` gives the n-th request as HTTP/1.1 text; runs until `requests` answers have come. */
export async function load(options: {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  readonly request: (n: number) => string;
}): Promise<LoadResult> {
  const { port, connections, requests, request } = options;
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, () => talk()));
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((one, other) => one - other);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests, perSecond: requests / seconds, p50: at(0.5), p99: at(0.99), statuses };

  function talk(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let received = '';
      let sentAt = 0;
      const send = () => {
        if (next >= requests) {
          socket.end();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(request(next++));
      };
      socket.setEncoding('latin1');
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk: string) => {
        received += chunk;
        const end = answerEnd(received);
        if (end === undefined) return;
        latencies.push(performance.now() - sentAt);
        const status = received.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        received = received.slice(end);
        send();
      });
    });
  }
}

/** Where the first answer ends, once it is whole. */
function answerEnd(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, head));
  const end = head + 4 + Number(length?.[1] ?? 0);
  return text.length >= end ? end : undefined;
}

/** A form POST as HTTP/1.1 text. */
export function post(path: string, headers: string, fields: Record<string, string>): string {
  const body = new URLSearchParams(fields).toString();
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export function get(path: string, headers: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`;
}
