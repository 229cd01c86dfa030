import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { first, queryOf } from '../forms.ts';
import { openRequests } from '../open-requests.ts';
import { integer, invalid, optional } from '../parameters.ts';
import { presentHandsetMessage } from './present.ts';

const defaultLimit = 100;
const maxLimit = 1_000;
const longestWaitSeconds = 25;

/** Who has written with whom, and what was said. */
export function contacts(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, { clock }) {
      const signalOf = openRequests(app);
      app.get('/simulator/contacts', async (request) => {
        const conversations = await network.listConversations(accountOf(request).sid);
        return {
          contacts: conversations.map(({ contact, number, last }) => ({
            contact,
            number,
            last_message: presentHandsetMessage(last),
          })),
        };
      });

      // `after`: only what came after this message; `wait`: seconds to wait for the first of it.
      app.get<{ Params: { contact: string } }>('/simulator/contacts/:contact/messages', async (request, reply) => {
        const query = queryOf(request);
        const seconds = optional(query, 'wait', integer(0, longestWaitSeconds)) ?? 0;
        const after = first(query, 'after') || undefined;
        if (after !== undefined && !(await network.findMessage(accountOf(request).sid, after))) {
          throw invalid('after', 'it must be the SID of a message');
        }
        const thread = {
          contact: request.params.contact,
          number: first(query, 'number') || undefined,
          afterSid: after,
          limit: optional(query, 'limit', integer(1, maxLimit)) ?? defaultLimit,
        };
        const { sid } = accountOf(request);
        if (seconds === 0) return { messages: (await network.readThread(sid, thread)).map(presentHandsetMessage) };
        const patience = new AbortController();
        const cancel = clock.at(clock.now() + seconds * 1000, () => patience.abort());
        const signal = AbortSignal.any([patience.signal, signalOf(reply)]);
        const found = await network.readThread(sid, thread, signal).finally(cancel);
        return { messages: found.map(presentHandsetMessage) };
      });
    },
  };
}
