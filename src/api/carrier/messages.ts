import type { FastifyInstance } from 'fastify';
import { presentMessage } from '../../carriers/message-resource.ts';
import type { Network, NetworkMessage } from '../../carriers/network.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { all, first, formOf, queryOf } from '../forms.ts';
import { carrierPage, givenFilters, readPaging } from '../paging.ts';
import { boolean, oneOf, optional } from '../parameters.ts';
import { dateFilterNames, spanOf } from './date-filter.ts';
import { registerMediaList } from './media.ts';
import { accountInPath, accountPath, granted } from './owner.ts';

const path = `${accountPath}/Messages`;
const filterNames = ['To', 'From', ...dateFilterNames('DateSent')];

/** Messages of the simulated carrier. Source: carrier page §C2. */
export function messages(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, deps) {
      registerMessages(app, deps, network);
      registerMediaList(app, deps, network);
    },
  };
}

function registerMessages(app: FastifyInstance, { storage }: ApiDeps, network: Network): void {
  app.post(path, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const message = granted(
      await network.createMessage(sid, {
        to: first(form, 'To'),
        from: first(form, 'From'),
        messagingServiceSid: first(form, 'MessagingServiceSid'),
        body: first(form, 'Body'),
        mediaUrls: all(form, 'MediaUrl'),
        contentSid: first(form, 'ContentSid'),
        contentVariables: first(form, 'ContentVariables'),
        statusCallback: first(form, 'StatusCallback'),
        smartEncoded: optional(form, 'SmartEncoded', boolean),
        shortenUrls: optional(form, 'ShortenUrls', boolean),
        scheduleType: first(form, 'ScheduleType'),
        sendAt: first(form, 'SendAt'),
      }),
    );
    return reply.code(201).send(presentMessage(message));
  });

  app.get(path, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const query = queryOf(request);
    const paging = readPaging(request, query);
    const sent = spanOf(query, 'DateSent');
    const filter = {
      to: first(query, 'To') || undefined,
      from: first(query, 'From') || undefined,
      sentFromMs: sent.fromMs,
      sentToMs: sent.toMs,
    };
    return carrierPage(paging, await network.listMessages(sid, filter, paging.request), {
      key: 'messages',
      filters: givenFilters(query, filterNames),
      cursorOf: ({ createdAtMs, sid: messageSid }) => ({ createdAtMs, sid: messageSid }),
      present: presentMessage,
    });
  });

  app.get(`${path}/:messageSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const message = await network.findMessage(sid, messageSid(request.params));
    if (message === undefined) throw notFound(request);
    return presentMessage(message);
  });

  app.post(`${path}/:messageSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const isCanceled = optional(form, 'Status', oneOf('canceled')) !== undefined;
    const changed = isCanceled
      ? await network.cancelMessage(sid, messageSid(request.params))
      : first(form, 'Body') === ''
        ? await network.redactMessage(sid, messageSid(request.params))
        : await found(network.findMessage(sid, messageSid(request.params)));
    if (changed === undefined) throw notFound(request);
    return presentMessage(granted(changed));
  });

  app.delete(`${path}/:messageSid`, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const deleted = await network.deleteMessage(sid, messageSid(request.params));
    if (deleted === undefined) throw notFound(request);
    granted(deleted);
    return reply.code(204).send();
  });
}

async function found(message: Promise<NetworkMessage | undefined>) {
  const value = await message;
  return value && ({ ok: true, value } as const);
}

function messageSid(params: unknown): string {
  return (params as { readonly messageSid: string }).messageSid;
}
