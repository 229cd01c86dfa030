import type { FastifyRequest } from 'fastify';
import type { Limits } from '../../engine/limits.ts';
import type { ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { all, formOf } from '../forms.ts';
import { getFlow } from '../owned.ts';
import { address, invalid, missing } from '../parameters.ts';
import { baseUrl, type UrlConfig } from '../urls.ts';

/** Addresses that run drafts. Source: rest-api §5. */
export const testUsers: ApiModule = {
  access: 'account',
  register(app, context) {
    const { storage, limits } = context;

    app.get('/v2/Flows/:flowSid/TestUsers', async (request) => {
      const flow = await getFlow(request, storage);
      return present(request, context, flow.sid, flow.testUsers);
    });

    app.post('/v2/Flows/:flowSid/TestUsers', async (request) => {
      const flow = await getFlow(request, storage);
      const users = readTestUsers(all(formOf(request), 'TestUsers'), limits);
      if (!(await storage.setTestUsers(flow.sid, users))) throw notFound(request);
      return present(request, context, flow.sid, users);
    });
  },
};

/** The whole new list; a single empty entry clears it. */
function readTestUsers(given: readonly string[], limits: Limits): readonly string[] {
  if (given.length === 0) throw missing('TestUsers');
  const users = [...new Set(given)].filter((user) => user !== '').map((user) => address(user, 'TestUsers'));
  if (users.length > limits.testUsers) throw invalid('TestUsers', `a flow has at most ${limits.testUsers}`);
  if (users.some((user) => Buffer.byteLength(user) > limits.testUserBytes)) {
    throw invalid('TestUsers', `an identity has at most ${limits.testUserBytes} bytes`);
  }
  return users;
}

function present(request: FastifyRequest, config: UrlConfig, flowSid: string, users: readonly string[]): object {
  return { sid: flowSid, test_users: users, url: `${baseUrl(request, config)}/v2/Flows/${flowSid}/TestUsers` };
}
