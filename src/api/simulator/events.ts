import type { Network, NetworkEvent } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { sendEvents } from '../event-stream.ts';
import { openRequests } from '../open-requests.ts';
import { presentHandsetLeg, presentHandsetMessage } from './present.ts';

/** Messages, calls and their states as they happen: server-sent events, for messages resumed by `Last-Event-ID`. */
export function events(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, { clock }) {
      const signalOf = openRequests(app);
      app.get('/simulator/events', async (request, reply) => {
        const signal = signalOf(reply);
        const lastId = Number(request.headers['last-event-id'] ?? Number.NaN);
        const source = network.events(
          accountOf(request).sid,
          Number.isSafeInteger(lastId) ? lastId : undefined,
          signal,
        );
        return sendEvents(reply, written(source), { clock, signal });
      });
    },
  };
}

async function* written(source: AsyncIterable<NetworkEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    // Calls are not on disk: there is no coming back to what was missed of them.
    yield event.kind === 'call'
      ? `event: call\ndata: ${JSON.stringify(presentHandsetLeg(event.leg))}\n\n`
      : `id: ${event.id}\nevent: message\ndata: ${JSON.stringify(presentHandsetMessage(event.message))}\n\n`;
  }
}
