/** Conversations at Twilio. Source: Conversations API: conversation, participant, conversation-scoped webhook, message. */
import { isDeepStrictEqual } from 'node:util';
import type { SendRequest } from '../../carriers/carrier.ts';
import type { RestAnswer } from '../../carriers/rest-answer.ts';
import { type FormPairs, ownLink, resourceResult, type TwilioAccount, TwilioRest } from '../../carriers/twilio-rest.ts';
import type { ConversationRequest, MessageResult, OutboundMessage, ResourceResult } from '../../engine/effects.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import type { ConversationCall, Conversations, ProductCall } from '../products.ts';

export interface TwilioConversationOptions extends TwilioAccount {
  /** Base address, without a slash at the end. */
  readonly conversationsUrl?: string;
}

/** Dates have whole seconds, and clocks differ a little after their difference is taken out. */
const slackMs = 5_000;
const pageSize = 100;
/** Source: messaging page §12, behaviour 2: up to 1,000 participants. */
const maxPages = 10;

type Refused = Extract<ResourceResult, { ok: false }>;

export function twilioConversations(options: TwilioConversationOptions): Conversations {
  const client = new TwilioRest(options);
  const { conversationsUrl = 'https://conversations.twilio.com/v1', clock } = options;
  const listUrl = (serviceSid: string) =>
    `${conversationsUrl}${serviceSid === '' ? '' : `/Services/${encodeURIComponent(serviceSid)}`}/Conversations`;
  const urlOf = (serviceSid: string, sid: string) => `${listUrl(serviceSid)}/${encodeURIComponent(sid)}`;

  /** Makes a conversation under a name of ours, so that it can be asked for. */
  const create = async (serviceSid: string, uniqueName: string, form: FormPairs): Promise<ResourceResult> => {
    const made = await client.post(listUrl(serviceSid), [['UniqueName', uniqueName], ...form]);
    return resourceResult(made);
  };

  /** What is still missing of a conversation that was made: whoever takes part, and the webhook. */
  const complete = async (
    conversation: JsonObject,
    { serviceSid, participant, webhookUrl }: ConversationRequest,
  ): Promise<ResourceResult> => {
    const url = urlOf(serviceSid, String(conversation.sid));
    const present = await rowsOf(client, `${url}/Participants`, 'participants');
    if ('ok' in present) return present;
    const participants = [...present];
    if (participants.length === 0) {
      const added = resourceResult(await client.post(`${url}/Participants`, participantForm(participant)));
      if (!added.ok) {
        // Nobody would ever use it, and its name is that of a request which may be repeated.
        await client.delete(url);
        return added;
      }
      participants.push(added.resource);
    }
    return withWebhook(url, conversation, participants, webhookUrl, ['onMessageAdded']);
  };

  const withWebhook = async (
    url: string,
    conversation: JsonObject,
    participants: readonly JsonObject[],
    webhookUrl: string,
    filters: readonly string[],
  ): Promise<ResourceResult> => {
    const webhooks = await rowsOf(client, `${url}/Webhooks`, 'webhooks');
    if ('ok' in webhooks) return webhooks;
    const known = webhooks.find(
      ({ configuration }) =>
        isObject(configuration) &&
        configuration.url === webhookUrl &&
        isDeepStrictEqual(configuration.filters, filters),
    );
    const webhook = known
      ? ({ ok: true, resource: known } as const)
      : resourceResult(await client.post(`${url}/Webhooks`, webhookForm(webhookUrl, filters)));
    if (!webhook.ok) return webhook;
    return { ok: true, resource: { ...conversation, participants, webhook_sid: webhook.resource.sid ?? null } };
  };

  const start = async (key: string, request: ConversationRequest): Promise<ResourceResult> => {
    const made = await create(request.serviceSid, nameOf(key), conversationForm(request));
    return made.ok ? complete(unnamed(made.resource), request) : made;
  };

  const resume = async ({
    serviceSid,
    sid,
    filters,
    webhookUrl,
  }: Extract<ConversationCall, { type: 'conversation.resume' }>['conversation']): Promise<ResourceResult> => {
    const url = urlOf(serviceSid, sid);
    const conversation = resourceResult(await client.get(url));
    if (!conversation.ok) return conversation;
    const participants = await rowsOf(client, `${url}/Participants`, 'participants');
    if ('ok' in participants) return participants;
    return withWebhook(url, conversation.resource, participants, webhookUrl, filters);
  };

  const leave = async (
    {
      serviceSid,
      sid,
      webhookSid,
    }: Extract<ConversationCall, { type: 'conversation.leave' | 'conversation.close' }>['conversation'],
    closes: boolean,
  ): Promise<ResourceResult> => {
    const url = urlOf(serviceSid, sid);
    if (webhookSid !== undefined) {
      const removed = resourceResult(await client.delete(`${url}/Webhooks/${encodeURIComponent(webhookSid)}`));
      if (!removed.ok && removed.code !== 20404 && !closes) return removed;
    }
    if (!closes) return { ok: true, resource: { sid } };
    const closed = resourceResult(await client.post(url, [['State', 'closed']]));
    if (closed.ok) return closed;
    // What was closed before cannot be closed again (50377).
    const now = resourceResult(await client.get(url));
    return now.ok && now.resource.state === 'closed' ? now : closed;
  };

  const addMember = async ({
    serviceSid,
    channelSid,
    identity,
  }: Extract<ConversationCall, { type: 'member.add' }>['member']): Promise<ResourceResult> =>
    resourceResult(await client.post(`${urlOf(serviceSid, channelSid)}/Participants`, [['Identity', identity]]));

  return {
    // A request whose connection was cut may be carried out when it is asked for already.
    actsLate: true,

    async perform({ key, request }) {
      switch (request.type) {
        case 'conversation.start':
          return start(key, request.conversation);
        case 'conversation.resume':
          return resume(request.conversation);
        case 'conversation.leave':
        case 'conversation.close':
          return leave(request.conversation, request.type === 'conversation.close');
        case 'channel.create': {
          const { serviceSid, uniqueName = nameOf(key), friendlyName, attributes } = request.channel;
          const made = await create(
            serviceSid,
            uniqueName,
            pairs({ FriendlyName: friendlyName, Attributes: attributes }),
          );
          return made.ok ? { ok: true, resource: unnamed(made.resource) } : made;
        }
        case 'member.add':
          return addMember(request.member);
        default:
          return request satisfies never;
      }
    },

    /** The others come to the same when they are done twice. */
    async findDone({ key, request }: ProductCall<ConversationCall>, sinceMs) {
      if (request.type === 'conversation.start') {
        const made = await client.get(urlOf(request.conversation.serviceSid, nameOf(key)));
        return made.status < 300 ? complete(unnamed(made.body), request.conversation) : undefined;
      }
      if (request.type === 'channel.create') {
        const { serviceSid, uniqueName = nameOf(key) } = request.channel;
        const made = await client.get(urlOf(serviceSid, uniqueName));
        if (made.status >= 300 || createdAt(made.body) < earliest(made, sinceMs, clock.now())) return undefined;
        return { ok: true, resource: unnamed(made.body) };
      }
      if (request.type !== 'member.add') return undefined;
      const { serviceSid, channelSid, identity } = request.member;
      const members = await rowsOf(client, `${urlOf(serviceSid, channelSid)}/Participants`, 'participants');
      const member = 'ok' in members ? undefined : members.find((one) => one.identity === identity);
      return member && { ok: true, resource: member };
    },

    async send({ message }) {
      const form = messageForm(message);
      if (!Array.isArray(form)) return form as Refused;
      return resourceResult(await client.post(`${conversationOf(message)}/Messages`, form));
    },

    async findSent({ message, isClaimed }: SendRequest, sinceMs): Promise<MessageResult | undefined> {
      const query = new URLSearchParams({ Order: 'desc', PageSize: String(pageSize) });
      const answer = await client.get(`${conversationOf(message)}/Messages?${query}`);
      const fromMs = earliest(answer, sinceMs, clock.now());
      let found: JsonObject | undefined;
      // The oldest that could be it is it: later ones are those of later sends.
      for (const row of objects(answer.body.messages)) {
        if (createdAt(row) < fromMs || !couldBe(row, message) || (await isClaimed?.(String(row.sid)))) continue;
        found = row;
      }
      return found && { ok: true, resource: found };
    },
  };

  function conversationOf({ conversation }: OutboundMessage): string {
    return urlOf(conversation?.serviceSid ?? '', conversation?.sid ?? '');
  }
}

/** Known to this request alone. */
function nameOf(key: string): string {
  return `atelier-${key}`;
}

/** Our own name is not the flow's business. */
function unnamed(conversation: JsonObject): JsonObject {
  const { unique_name: name } = conversation;
  return typeof name === 'string' && name.startsWith('atelier-')
    ? { ...conversation, unique_name: null }
    : conversation;
}

function conversationForm(request: ConversationRequest): FormPairs {
  const { inactiveAfter, closedAfter } = request;
  return pairs({
    FriendlyName: request.friendlyName,
    Attributes: request.attributes,
    MessagingServiceSid: request.messagingServiceSid,
    // Timers need a state (50382).
    State: inactiveAfter === undefined && closedAfter === undefined ? undefined : 'active',
    'Timers.Inactive': inactiveAfter,
    'Timers.Closed': closedAfter,
  });
}

function participantForm({ identity, address, proxyAddress }: ConversationRequest['participant']): FormPairs {
  return pairs({
    Identity: identity,
    'MessagingBinding.Address': address,
    'MessagingBinding.ProxyAddress': proxyAddress,
  });
}

function webhookForm(url: string, filters: readonly string[]): FormPairs {
  return [
    ['Target', 'webhook'],
    ['Configuration.Url', url],
    ['Configuration.Method', 'POST'],
    ...filters.map((filter) => ['Configuration.Filters', filter] as const),
  ];
}

/** Webhooks stay off (`X-Twilio-Webhook-Enabled`): a flow does not hear what it says itself. */
function messageForm({ body, mediaUrls = [], contentSid, contentVariables, conversation }: OutboundMessage) {
  if (mediaUrls.length > 0) {
    const message =
      'Media of a conversation at Twilio must be uploaded first: send a link or a content template instead';
    return { ok: false, code: null, message } satisfies Refused;
  }
  return [
    ...pairs({
      Author: conversation?.author,
      Body: body,
      Attributes: conversation?.attributes,
      ContentSid: contentSid,
      ContentVariables: contentVariables,
    }),
  ];
}

function couldBe(row: JsonObject, { body, contentSid, conversation }: OutboundMessage): boolean {
  return (
    row.author === (conversation?.author ?? 'system') &&
    (contentSid === undefined ? row.body === (body ?? null) : row.content_sid === contentSid)
  );
}

function pairs(fields: { readonly [name: string]: string | undefined }): FormPairs {
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** All rows of a list, or why there is none. */
async function rowsOf(client: TwilioRest, url: string, key: string): Promise<readonly JsonObject[] | Refused> {
  const rows: JsonObject[] = [];
  let next: string | undefined = `${url}?PageSize=${pageSize}`;
  for (let page = 0; next !== undefined && page < maxPages; page++) {
    const result = resourceResult(await client.get(next));
    if (!result.ok) return result;
    rows.push(...objects(result.resource[key]));
    const { meta } = result.resource;
    next = ownLink(isObject(meta) ? meta.next_page_url : null, url);
  }
  return rows;
}

function earliest({ headers }: RestAnswer, sinceMs: number, nowMs: number): number {
  const theirs = Date.parse(headers.date ?? '');
  return sinceMs - slackMs + (Number.isNaN(theirs) ? 0 : theirs - nowMs);
}

function createdAt({ date_created: date }: JsonObject): number {
  const ms = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  // One without a date may be it: it is not passed over.
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms;
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
