import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rfc2822Date } from '../../carriers/message-resource.ts';
import type { Network } from '../../carriers/network.ts';
import type { NetworkQueue, NetworkQueueMember } from '../../carriers/network-calls.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { first, formOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, pageOf, readPaging } from '../paging.ts';
import { integer, optional, required, text, webUrl } from '../parameters.ts';
import { accountInPath, accountPath, granted } from './owner.ts';

const path = `${accountPath}/Queues`;
const nameLength = 64;
const usualMaxSize = 1_000;
const greatestMaxSize = 5_000;

/** Queues of the simulated carrier, and who waits in them. Source: carrier page §C5. */
export function queues(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, deps) {
      registerQueues(app, deps, network);
      registerMembers(app, deps, network);
    },
  };
}

function registerQueues(app: FastifyInstance, { storage }: ApiDeps, { calls }: Network): void {
  app.post(path, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const draft = {
      friendlyName: required(form, 'FriendlyName', text(nameLength)),
      maxSize: optional(form, 'MaxSize', integer(1, greatestMaxSize)) ?? usualMaxSize,
    };
    return reply.code(201).send(present(granted(await calls.createQueue(sid, draft))));
  });

  app.get(path, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const paging = readPaging(request);
    return carrierPage(paging, await calls.listQueues(sid, paging.request), {
      key: 'queues',
      cursorOf: ({ createdAtMs, sid: queueSid }) => ({ createdAtMs, sid: queueSid }),
      present,
    });
  });

  app.get(`${path}/:queueSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const queue = await calls.findQueue(sid, queueSidOf(request));
    if (queue === undefined) throw notFound(request);
    return present(queue);
  });

  app.post(`${path}/:queueSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const changed = await calls.updateQueue(sid, queueSidOf(request), {
      friendlyName: optional(form, 'FriendlyName', text(nameLength)),
      maxSize: optional(form, 'MaxSize', integer(1, greatestMaxSize)),
    });
    if (changed === undefined) throw notFound(request);
    return present(granted(changed));
  });

  app.delete(`${path}/:queueSid`, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const removed = await calls.removeQueue(sid, queueSidOf(request));
    if (removed === undefined) throw notFound(request);
    granted(removed);
    return reply.code(204).send();
  });
}

function registerMembers(app: FastifyInstance, { storage }: ApiDeps, { calls }: Network): void {
  const members = `${path}/:queueSid/Members`;

  app.get(members, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const found = await calls.listQueueMembers(sid, queueSidOf(request));
    if (found === undefined) throw notFound(request);
    const paging = readPaging(request);
    // The page of those who came first: a list is newest first, hence the turn of the time.
    const cursorOf = ({ position, callSid }: NetworkQueueMember) => ({ createdAtMs: -position, sid: callSid });
    return carrierPage(paging, pageOf(found, paging.request, cursorOf), {
      key: 'queue_members',
      cursorOf,
      present: (member) => presentMember(sid, member),
    });
  });

  app.get(`${members}/:callSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const found = await calls.listQueueMembers(sid, queueSidOf(request));
    const wanted = memberSidOf(request);
    const member = wanted === 'Front' ? found?.[0] : found?.find(({ callSid }) => callSid === wanted);
    if (member === undefined) throw notFound(request);
    return presentMember(sid, member);
  });

  app.post(`${members}/:callSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const document = { url: required(form, 'Url', webUrl), method: first(form, 'Method') };
    const taken = await calls.dequeue(sid, queueSidOf(request), memberSidOf(request), document);
    if (taken === undefined) throw notFound(request);
    return presentMember(sid, granted(taken));
  });
}

function present(queue: NetworkQueue): object {
  const uri = `/2010-04-01/Accounts/${queue.accountSid}/Queues/${queue.sid}`;
  return {
    sid: queue.sid,
    account_sid: queue.accountSid,
    friendly_name: queue.friendlyName,
    current_size: queue.currentSize,
    max_size: queue.maxSize,
    average_wait_time: queue.averageWaitSeconds,
    date_created: rfc2822Date(queue.createdAtMs),
    date_updated: rfc2822Date(queue.updatedAtMs),
    subresource_uris: { members: `${uri}/Members.json` },
    uri: `${uri}.json`,
  };
}

function presentMember(accountSid: string, member: NetworkQueueMember): object {
  return {
    call_sid: member.callSid,
    queue_sid: member.queueSid,
    date_enqueued: rfc2822Date(member.enqueuedAtMs),
    position: member.position,
    wait_time: member.waitSeconds,
    uri: `/2010-04-01/Accounts/${accountSid}/Queues/${member.queueSid}/Members/${member.callSid}.json`,
  };
}

function queueSidOf(request: FastifyRequest): string {
  return sidParam(request, 'queueSid', 'QU');
}

function memberSidOf(request: FastifyRequest): string {
  return (request.params as { readonly callSid: string }).callSid;
}
