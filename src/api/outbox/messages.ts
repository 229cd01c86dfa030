import type { FastifyRequest } from 'fastify';
import { type OutboundRecord, outboxStatuses } from '../../storage/storage.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { apiError, notFound } from '../errors.ts';
import { formOf, queryOf } from '../forms.ts';
import { givenFilters, readPaging, studioPage } from '../paging.ts';
import { oneOf, optional, required } from '../parameters.ts';
import { baseUrl } from '../urls.ts';

const path = '/outbox/messages';
const keyPattern = /^[\w.-]{1,200}$/;

/** Messages that have not left or not arrived; each that failed can be sent again, once (ext). */
export const outbox: ApiModule = {
  access: 'account',
  register(app, context) {
    const { storage, runtime } = context;

    app.get(path, async (request) => {
      const query = queryOf(request);
      const paging = readPaging(request, query);
      const status = optional(query, 'Status', oneOf(...outboxStatuses));
      return studioPage(paging, await storage.listOutbox(accountOf(request).sid, status, paging.request), {
        key: 'messages',
        baseUrl: baseUrl(request, context),
        filters: givenFilters(query, ['Status']),
        cursorOf: ({ createdAtMs, key }) => ({ createdAtMs, sid: key ?? '' }),
        present: (record) => present(request, context, record),
      });
    });

    app.get(`${path}/:key`, async (request) => {
      return present(request, context, await getMessage(request, context, keyOf(request)));
    });

    app.post(`${path}/:key`, async (request, reply) => {
      required(formOf(request), 'Status', oneOf('queued'));
      const resent = await runtime.resend(accountOf(request).sid, keyOf(request));
      if (resent.outcome === 'not-found') throw notFound(request);
      if (resent.outcome === 'refused') throw apiError(20409, { message: resent.message });
      return reply.code(201).send(present(request, context, await getMessage(request, context, resent.key)));
    });
  },
};

function keyOf(request: FastifyRequest): string {
  const { key = '' } = request.params as { readonly key?: string };
  if (!keyPattern.test(key)) throw notFound(request);
  return key;
}

async function getMessage(request: FastifyRequest, { storage }: ApiContext, key: string): Promise<OutboundRecord> {
  const record = await storage.findOutboundByKey(key);
  if (record?.accountSid !== accountOf(request).sid) throw notFound(request);
  return record;
}

function present(request: FastifyRequest, context: ApiContext, record: OutboundRecord): object {
  const { message } = record;
  return {
    key: record.key,
    message_sid: record.messageSid,
    account_sid: record.accountSid,
    execution_sid: record.executionSid,
    step_sid: record.stepSid,
    status: record.status,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    to: message?.to ?? null,
    from: message?.from ?? null,
    messaging_service_sid: message?.messagingServiceSid ?? null,
    conversation_sid: message?.conversation?.sid ?? null,
    body: message?.body ?? null,
    media_urls: message?.mediaUrls ?? [],
    content_sid: message?.contentSid ?? null,
    content_variables: message?.contentVariables ?? null,
    attempts: record.attempts,
    recovery: record.recovery,
    resent_as: record.resentAs,
    date_created: isoDate(record.createdAtMs),
    date_updated: isoDate(record.updatedAtMs),
    url: `${baseUrl(request, context)}${path}/${record.key ?? ''}`,
  };
}
