import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { rfc2822Date } from '../../carriers/message-resource.ts';
import type { ApiKeyRecord, Storage } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { formOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, pageOf, readPaging } from '../paging.ts';
import { optional, text } from '../parameters.ts';
import { accountInPath, accountPath, refuseApiKeys } from './owner.ts';

const path = `${accountPath}/Keys`;

/** API keys of an account: `SK…` and a secret that is shown once. Source: rest-api §1, Auth. */
export const keys: ApiModule = {
  access: 'account',
  register(app, { storage, ids, clock }) {
    app.addHook('onRequest', refuseApiKeys);

    app.post(path, async (request, reply) => {
      const account = await accountInPath(request, storage);
      const secret = randomBytes(16).toString('hex');
      const key: ApiKeyRecord = {
        sid: ids.sid('SK'),
        accountSid: account.sid,
        secretSha256: createHash('sha256').update(secret).digest('hex'),
        friendlyName: optional(formOf(request), 'FriendlyName', text(64)) ?? '',
        createdAtMs: clock.now(),
      };
      await storage.saveApiKey(key);
      return reply.code(201).send({ ...present(key), secret });
    });

    app.get(path, async (request) => {
      const account = await accountInPath(request, storage);
      const paging = readPaging(request);
      const cursorOf = ({ createdAtMs, sid }: ApiKeyRecord) => ({ createdAtMs, sid });
      const found = pageOf(await storage.listApiKeys(account.sid), paging.request, cursorOf);
      return carrierPage(paging, found, { key: 'keys', cursorOf, present });
    });

    app.get(`${path}/:keySid`, async (request) => present(await getKey(request, storage)));

    app.post(`${path}/:keySid`, async (request) => {
      const key = await getKey(request, storage);
      const friendlyName = optional(formOf(request), 'FriendlyName', text(64)) ?? key.friendlyName;
      await storage.saveApiKey({ ...key, friendlyName });
      return present({ ...key, friendlyName });
    });

    app.delete(`${path}/:keySid`, async (request, reply) => {
      const { sid } = await getKey(request, storage);
      if (!(await storage.deleteApiKey(sid))) throw notFound(request);
      return reply.code(204).send();
    });
  },
};

async function getKey(request: FastifyRequest, storage: Storage): Promise<ApiKeyRecord> {
  const account = await accountInPath(request, storage);
  const key = await storage.findApiKey(sidParam(request, 'keySid', 'SK'));
  if (key?.accountSid !== account.sid) throw notFound(request);
  return key;
}

function present({ sid, friendlyName, createdAtMs }: ApiKeyRecord): object {
  const created = rfc2822Date(createdAtMs);
  return { sid, friendly_name: friendlyName, date_created: created, date_updated: created };
}
