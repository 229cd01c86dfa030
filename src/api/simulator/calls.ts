import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { granted } from '../carrier/owner.ts';
import { notFound } from '../errors.ts';
import { formOf, queryOf } from '../forms.ts';
import { openRequests } from '../open-requests.ts';
import { sidParam } from '../owned.ts';
import { integer, optional, required, text } from '../parameters.ts';
import { readAct } from './handset-act.ts';
import { presentHandsetLeg } from './present.ts';

const defaultLimit = 50;
const maxLimit = 500;
const longestWaitSeconds = 25;
/** Room for a recording as a `data:` URL: 16 MB, and a third more in its encoding. */
const bodyLimit = 24 * 1024 * 1024;

/** A contact calls a number, and does what a person does on a leg of a call: answer, press keys, speak, hang up. */
export function handsetCalls(network: Network): ApiModule {
  const { calls } = network;
  return {
    access: 'account',
    register(app, { clock }) {
      const signalOf = openRequests(app);

      app.post('/simulator/calls', async (request, reply) => {
        const form = formOf(request);
        const leg = await calls.place(accountOf(request).sid, {
          from: required(form, 'From', text()),
          to: required(form, 'To', text()),
          params: Object.fromEntries(form.fields.filter(([name]) => name !== 'From' && name !== 'To')),
        });
        return reply.code(201).send(presentHandsetLeg(granted(leg)));
      });

      app.get('/simulator/calls', async (request) => {
        const limit = optional(queryOf(request), 'limit', integer(1, maxLimit)) ?? defaultLimit;
        const legs = await calls.listLegs(accountOf(request).sid, limit);
        return { calls: legs.map((leg) => presentHandsetLeg({ ...leg, transcript: [] })) };
      });

      // `after`: only what came after this entry; `wait`: seconds to wait for the first of it.
      app.get('/simulator/calls/:callSid', async (request, reply) => {
        const query = queryOf(request);
        const { sid } = accountOf(request);
        const callSid = sidParam(request, 'callSid', 'CA');
        const after = optional(query, 'after', integer(0)) ?? 0;
        const seconds = optional(query, 'wait', integer(0, longestWaitSeconds)) ?? 0;
        const patience = new AbortController();
        const cancel = clock.at(clock.now() + seconds * 1_000, () => patience.abort());
        const signal = seconds === 0 ? undefined : AbortSignal.any([patience.signal, signalOf(reply)]);
        const leg = await calls.readLeg(sid, callSid, after, signal).finally(cancel);
        if (leg === undefined) throw notFound(request);
        return presentHandsetLeg(leg);
      });

      app.post('/simulator/calls/:callSid', { bodyLimit }, async (request) => {
        const act = readAct(formOf(request));
        const leg = await calls.act(accountOf(request).sid, sidParam(request, 'callSid', 'CA'), act);
        if (leg === undefined) throw notFound(request);
        return presentHandsetLeg(granted(leg));
      });
    },
  };
}
