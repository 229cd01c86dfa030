import { Readable } from 'node:stream';
import type { Network, NetworkEvent } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { openRequests } from './open-request.ts';
import { presentHandsetLeg, presentHandsetMessage } from './present.ts';

const keepAliveMs = 15_000;

/** Messages, calls and their states as they happen: server-sent events, for messages resumed by `Last-Event-ID`. */
export function events(network: Network): ApiModule {
  return {
    access: 'account',
    register(app) {
      const signalOf = openRequests(app);
      app.get('/simulator/events', async (request, reply) => {
        const signal = signalOf(reply);
        const lastId = Number(request.headers['last-event-id'] ?? Number.NaN);
        const source = network.events(
          accountOf(request).sid,
          Number.isSafeInteger(lastId) ? lastId : undefined,
          signal,
        );
        return reply
          .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
          .send(Readable.from(stream(source, signal)));
      });
    },
  };
}

async function* stream(source: AsyncIterable<NetworkEvent>, signal: AbortSignal): AsyncGenerator<string> {
  yield ': connected\n\n';
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  while (!signal.aborted) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const quiet = new Promise<'quiet'>((resolve) => {
      timer = setTimeout(() => resolve('quiet'), keepAliveMs);
      timer.unref();
    });
    const result = await Promise.race([next, quiet]);
    clearTimeout(timer);
    if (result === 'quiet') {
      // A comment, so that proxies do not take the connection for dead.
      yield ':\n\n';
      continue;
    }
    if (result.done) return;
    yield written(result.value);
    next = iterator.next();
  }
}

function written(event: NetworkEvent): string {
  // Calls are not on disk: there is no coming back to what was missed of them.
  if (event.kind === 'call') return `event: call\ndata: ${JSON.stringify(presentHandsetLeg(event.leg))}\n\n`;
  return `id: ${event.id}\nevent: message\ndata: ${JSON.stringify(presentHandsetMessage(event.message))}\n\n`;
}
