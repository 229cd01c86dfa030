import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { granted } from '../carrier/owner.ts';
import { all, first, formOf } from '../forms.ts';
import { required, text } from '../parameters.ts';
import { presentHandsetMessage } from './present.ts';

const ownFields = ['From', 'To', 'Body', 'MediaUrl'];

/** A contact texts a number. Every further parameter goes into the webhook, such as `ProfileName` of WhatsApp. */
export function texts(network: Network): ApiModule {
  return {
    access: 'account',
    register(app) {
      app.post('/simulator/messages', async (request, reply) => {
        const form = formOf(request);
        const message = await network.text(accountOf(request).sid, {
          from: required(form, 'From', text()),
          to: required(form, 'To', text()),
          body: first(form, 'Body') ?? '',
          mediaUrls: all(form, 'MediaUrl'),
          params: Object.fromEntries(form.fields.filter(([name]) => !ownFields.includes(name))),
        });
        return reply.code(201).send(presentHandsetMessage(granted(message)));
      });
    },
  };
}
