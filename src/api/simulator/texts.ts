import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { granted } from '../carrier/owner.ts';
import { all, first, formOf } from '../forms.ts';
import { required, text } from '../parameters.ts';
import { presentHandsetMessage } from './present.ts';

const ownFields = ['From', 'To', 'Body', 'MediaUrl', 'Button', 'ListItem'];
/** Room for files as `data:` URLs: 16 MB, and a third more in their encoding. */
const bodyLimit = 24 * 1024 * 1024;

/** A contact texts a number, or presses a button or picks a row of the last template it was sent. Every further parameter goes into the webhook, such as `ProfileName` of WhatsApp. */
export function texts(network: Network): ApiModule {
  return {
    access: 'account',
    register(app) {
      app.post('/simulator/messages', { bodyLimit }, async (request, reply) => {
        const form = formOf(request);
        const message = await network.text(accountOf(request).sid, {
          from: required(form, 'From', text()),
          to: required(form, 'To', text()),
          body: first(form, 'Body') ?? '',
          mediaUrls: all(form, 'MediaUrl'),
          button: first(form, 'Button') || undefined,
          listItem: first(form, 'ListItem') || undefined,
          params: Object.fromEntries(form.fields.filter(([name]) => !ownFields.includes(name))),
        });
        return reply.code(201).send(presentHandsetMessage(granted(message)));
      });
    },
  };
}
