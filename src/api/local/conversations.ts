import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '../../engine/json.ts';
import type {
  ConversationStore,
  Made,
  Numbered,
  NumberedPage,
  ParticipantDraft,
} from '../../products/conversation-store.ts';
import type { Cursor, PageRequest } from '../../storage/storage.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { ApiError, notFound } from '../errors.ts';
import { all, type Form, formOf, queryOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { givenFilters, type Paging, readPaging, studioPage } from '../paging.ts';
import {
  address,
  invalid,
  missing,
  oneOf,
  optional,
  type Reader,
  required,
  sidOf,
  text,
  webUrl,
} from '../parameters.ts';
import { baseUrl, webhookUrl } from '../urls.ts';

const path = '/local/conversations';

/** Source: Conversations API: friendly name and identity, body, attributes. */
const maxNameCharacters = 256;
const maxBodyCharacters = 1_600;
const maxAttributeCharacters = 32_768;
/** As the Messages resource takes them. */
const maxMedia = 10;

/** The conversations on this machine: read them, take part in them (ext). */
export function conversations(store: ConversationStore): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      registerConversations(app, context, store);
      registerParticipants(app, context, store);
      registerMessages(app, context, store);
    },
  };
}

function registerConversations(app: FastifyInstance, context: ApiContext, store: ConversationStore): void {
  app.get(path, async (request) => {
    const query = queryOf(request);
    const paging = readPaging(request, query);
    const state = optional(query, 'State', oneOf('active', 'inactive', 'closed'));
    const page = { ...pageOf(paging.request), ...(state === undefined ? {} : { state }) };
    return studioPage(paging, store.list(accountOf(request).sid, page), {
      key: 'conversations',
      baseUrl: baseUrl(request, context),
      filters: givenFilters(query, ['State']),
      cursorOf,
      present,
    });
  });

  app.post(path, async (request, reply) => {
    const { sid: accountSid } = accountOf(request);
    const form = formOf(request);
    const flowSid = optional(form, 'FlowSid', sidOf('FW'));
    const flow = flowSid === undefined ? undefined : await context.storage.findFlow(flowSid);
    if (flowSid !== undefined && flow?.accountSid !== accountSid) throw invalid('FlowSid', 'there is no such flow');
    const participant = participantOf(form);
    const made = store.create(accountSid, {
      // An account has one service unless another one is named, as at Twilio.
      serviceSid: optional(form, 'ChatServiceSid', sidOf('IS')) ?? `IS${accountSid.slice(2)}`,
      ...given(form, 'FriendlyName', 'friendlyName', text(maxNameCharacters)),
      ...given(form, 'UniqueName', 'uniqueName', text(maxNameCharacters)),
      ...given(form, 'Attributes', 'attributes', json),
      ...given(form, 'MessagingServiceSid', 'messagingServiceSid', sidOf('MG')),
      ...given(form, 'Timers.Inactive', 'inactiveAfter', text(maxNameCharacters)),
      ...given(form, 'Timers.Closed', 'closedAfter', text(maxNameCharacters)),
      participants: participant === undefined ? [] : [participant],
      ...(flowSid === undefined
        ? {}
        : { webhook: { url: webhookUrl(request, context, accountSid, flowSid), filters: ['onMessageAdded'] } }),
    });
    return reply.code(201).send(granted(request, made));
  });

  app.get(`${path}/:sid`, async (request) => found(request, store.find(...placeOf(request))));

  app.post(`${path}/:sid`, async (request) => {
    required(formOf(request), 'State', oneOf('closed'));
    return granted(request, store.close(...placeOf(request)));
  });
}

function registerParticipants(app: FastifyInstance, context: ApiContext, store: ConversationStore): void {
  app.get(`${path}/:sid/participants`, async (request) => {
    const paging = readPaging(request);
    const rows = found(request, store.participants(...placeOf(request)));
    // A conversation has few of them: they come as one page.
    return studioPage(
      paging,
      { rows, hasMore: false },
      {
        key: 'participants',
        baseUrl: baseUrl(request, context),
        cursorOf: ({ sid }) => ({ createdAtMs: 0, sid: String(sid) }),
        present: (row) => row,
      },
    );
  });

  app.post(`${path}/:sid/participants`, async (request, reply) => {
    const draft = participantOf(formOf(request));
    if (draft === undefined) throw missing('Identity');
    return reply.code(201).send(granted(request, store.addParticipant(...placeOf(request), draft)));
  });
}

function registerMessages(app: FastifyInstance, context: ApiContext, store: ConversationStore): void {
  app.get(`${path}/:sid/messages`, async (request) => {
    const paging: Paging = readPaging(request);
    return studioPage(paging, found(request, store.messages(...placeOf(request), pageOf(paging.request))), {
      key: 'messages',
      baseUrl: baseUrl(request, context),
      cursorOf,
      present,
    });
  });

  app.post(`${path}/:sid/messages`, async (request, reply) => {
    const form = formOf(request);
    const author = required(form, 'Author', text(maxNameCharacters));
    const body = optional(form, 'Body', text(maxBodyCharacters));
    const mediaUrls = all(form, 'MediaUrl')
      .filter((url) => url !== '')
      .map((url) => webUrl(url, 'MediaUrl'));
    if (mediaUrls.length > maxMedia) throw invalid('MediaUrl', `there are more than ${maxMedia}`);
    if (body === undefined && mediaUrls.length === 0) throw missing('Body');
    const made = store.addMessage(...placeOf(request), {
      author,
      mediaUrls,
      ...(body === undefined ? {} : { body }),
      ...given(form, 'Attributes', 'attributes', json),
    });
    return reply.code(201).send(granted(request, made));
  });
}

function placeOf(request: FastifyRequest): readonly [accountSid: string, sid: string] {
  return [accountOf(request).sid, sidParam(request, 'sid', 'CH')];
}

function found<T>(request: FastifyRequest, value: T | undefined): T {
  if (value === undefined) throw notFound(request);
  return value;
}

function granted(request: FastifyRequest, made: Made | undefined): object {
  const answer = found(request, made);
  if (answer.ok) return answer.resource;
  throw new ApiError(answer.status, answer.code, answer.message);
}

function participantOf(form: Form): ParticipantDraft | undefined {
  const draft = {
    ...given(form, 'Identity', 'identity', text(maxNameCharacters)),
    ...given(form, 'MessagingBinding.Address', 'address', address),
    ...given(form, 'MessagingBinding.ProxyAddress', 'proxyAddress', address),
  };
  if (draft.identity !== undefined && draft.address !== undefined) {
    throw invalid('Identity', 'a participant has either an identity or an address');
  }
  return Object.keys(draft).length === 0 ? undefined : draft;
}

const json: Reader<string> = (value, name) => {
  if (parseJson(text(maxAttributeCharacters)(value, name)) === undefined) throw invalid(name, 'it must be JSON');
  return value;
};

/** The parameter under the name that it has inside, where it is given. */
function given<K extends string>(
  form: Form,
  name: string,
  key: K,
  read: Reader<string>,
): { readonly [P in K]?: string } {
  const value = optional(form, name, read);
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: string });
}

/** Pages know rows by time and SID; the number of a row stands for its time. */
function cursorOf({ number, resource }: Numbered): Cursor {
  return { createdAtMs: number, sid: String(resource.sid) };
}

function pageOf({ limit, after, before }: PageRequest): NumberedPage {
  return {
    limit,
    ...(after === undefined ? {} : { after: after.createdAtMs }),
    ...(before === undefined ? {} : { before: before.createdAtMs }),
  };
}

function present({ resource }: Numbered): object {
  return resource;
}
