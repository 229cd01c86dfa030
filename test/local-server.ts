/** Servers of tests on this machine: on a free port, gone with their test. */
import { createServer, type RequestListener, Server } from 'node:http';
import type { AddressInfo, Server as SocketServer } from 'node:net';

/** A test, or a suite: what is opened for it ends with it. */
export interface Lifetime {
  after(end: () => unknown): void;
}

/** Answers with `handle` until the end of the test; gives the base URL. */
export async function serve(t: Lifetime, handle: (...parts: Parameters<RequestListener>) => unknown): Promise<string> {
  return `http://${await listen(t, createServer(handle))}`;
}

/** Listens until the end of the test; gives host and port. */
export async function listen(t: Lifetime, server: SocketServer): Promise<string> {
  const port = await open(server);
  t.after(() => {
    if (server instanceof Server) server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${port}`;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await open(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function open(server: SocketServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
