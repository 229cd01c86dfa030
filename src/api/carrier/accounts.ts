import { randomBytes } from 'node:crypto';
import { rfc2822Date } from '../../carriers/message-resource.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { apiError } from '../errors.ts';
import { first, formOf, queryOf } from '../forms.ts';
import { carrierPage, givenFilters, pageOf, readPaging } from '../paging.ts';
import { oneOf, optional, text } from '../parameters.ts';
import { accountInPath, accountPath, refuseApiKeys } from './owner.ts';

const nameLength = 64;

/** The account and its subaccounts, each with flows, numbers and credentials of its own. Source: rest-api §1, Accounts. */
export const accounts: ApiModule = {
  access: 'account',
  register(app, { storage, ids, clock }) {
    app.addHook('onRequest', refuseApiKeys);

    app.get('/2010-04-01/Accounts', async (request) => {
      const own = accountOf(request);
      const query = queryOf(request);
      const paging = readPaging(request, query);
      const [name, status] = [first(query, 'FriendlyName'), first(query, 'Status')];
      const seen = (await storage.listAccounts()).filter(
        (account) =>
          (account.sid === own.sid || account.parentSid === own.sid) &&
          (!name || account.friendlyName === name) &&
          (!status || account.status === status),
      );
      const cursorOf = ({ createdAtMs, sid }: AccountRecord) => ({ createdAtMs, sid });
      return carrierPage(paging, pageOf(seen, paging.request, cursorOf), {
        key: 'accounts',
        filters: givenFilters(query, ['FriendlyName', 'Status']),
        cursorOf,
        present,
      });
    });

    app.post('/2010-04-01/Accounts', async (request, reply) => {
      const own = accountOf(request);
      // A subaccount has none of its own.
      if (own.parentSid !== null) throw apiError(20403);
      const account: AccountRecord = {
        sid: ids.sid('AC'),
        authToken: randomBytes(16).toString('hex'),
        parentSid: own.sid,
        friendlyName: optional(formOf(request), 'FriendlyName', text(nameLength)) ?? 'SubAccount',
        status: 'active',
        createdAtMs: clock.now(),
      };
      await storage.saveAccount(account);
      return reply.code(201).send(present(account));
    });

    app.get(accountPath, async (request) => present(await accountInPath(request, storage)));

    app.post(accountPath, async (request) => {
      const account = await accountInPath(request, storage);
      const form = formOf(request);
      const status = optional(form, 'Status', oneOf('active', 'suspended', 'closed'));
      // Nobody locks himself out.
      if (status !== undefined && account.sid === accountOf(request).sid) throw apiError(20403);
      const changed: AccountRecord = {
        ...account,
        friendlyName: optional(form, 'FriendlyName', text(nameLength)) ?? account.friendlyName,
        status: status ?? account.status,
      };
      await storage.saveAccount(changed);
      return present(changed);
    });
  },
};

function present(account: AccountRecord): object {
  const uri = `/2010-04-01/Accounts/${account.sid}`;
  return {
    sid: account.sid,
    auth_token: account.authToken,
    owner_account_sid: account.parentSid ?? account.sid,
    friendly_name: account.friendlyName,
    status: account.status,
    type: 'Full',
    date_created: rfc2822Date(account.createdAtMs),
    date_updated: rfc2822Date(account.createdAtMs),
    subresource_uris: {
      incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`,
      messages: `${uri}/Messages.json`,
      keys: `${uri}/Keys.json`,
    },
    uri: `${uri}.json`,
  };
}
