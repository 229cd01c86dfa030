import type { ApiModule } from '../app.ts';
import { accountOf, authenticate } from '../auth.ts';
import { ApiError } from '../errors.ts';
import { sendEvents } from '../event-stream.ts';
import { openRequests } from '../open-requests.ts';
import type { Live } from './live.ts';

/** `GET /console/api/events`: what happens in the account, as it happens; resumed by `Last-Event-ID`. */
export function liveEvents(live: Live): ApiModule {
  return {
    access: 'account',
    register(app, { storage, clock }) {
      const signalOf = openRequests(app);
      const checked = authenticate(storage, clock);
      app.get('/console/api/events', async (request, reply) => {
        const signal = signalOf(reply);
        const lastId = request.headers['last-event-id'];
        const source = live.events(accountOf(request).sid, typeof lastId === 'string' ? lastId : undefined, signal);
        // A session that has ended hears no more.
        const mayGoOn = () =>
          checked(request, reply).then(
            () => true,
            (error: unknown) => {
              if (error instanceof ApiError) return false;
              throw error;
            },
          );
        return sendEvents(reply, source, { clock, signal, mayGoOn });
      });
    },
  };
}
