/** What flows ask of conversations. */
import type { SendRequest } from '../../../carriers/carrier.ts';
import type { ResourceResult } from '../../../engine/effects.ts';
import type { JsonObject } from '../../../engine/json.ts';
import type { Made, ParticipantDraft } from '../../conversation-store.ts';
import type { ConversationCall, ProductCall } from '../../products.ts';
import { type ConversationRow, flowOf } from './conversations.ts';
import { closed, messageAdded, notFound, type Parts, participantOf, post } from './posting.ts';

/** Carries out a request; runs inside a transaction. */
export function perform(parts: Parts, { accountSid, request }: ProductCall<ConversationCall>): ResourceResult {
  const { conversations } = parts;
  switch (request.type) {
    case 'conversation.start': {
      const { participant, webhookUrl, ...rest } = request.conversation;
      const draft = { ...rest, participants: [participant] };
      const fault = webhookFault(webhookUrl) ?? conversations.faultOf(accountSid, draft);
      if (fault) return fault;
      return followed(parts, conversations.add(accountSid, draft), webhookUrl, [messageAdded]);
    }
    case 'conversation.resume': {
      const { sid, serviceSid, filters, webhookUrl } = request.conversation;
      const row = conversations.find(accountSid, sid);
      if (row?.service_sid !== serviceSid) return notFound(sid);
      if (row.state === 'closed') return closed;
      return webhookFault(webhookUrl) ?? followed(parts, row, webhookUrl, filters);
    }
    case 'conversation.leave':
    case 'conversation.close': {
      const { sid, webhookSid } = request.conversation;
      const row = conversations.find(accountSid, sid);
      if (!row) return notFound(sid);
      if (webhookSid !== undefined) conversations.removeWebhook(sid, webhookSid);
      const left = request.type === 'conversation.close' ? conversations.close(accountSid, sid) : row;
      return { ok: true, resource: conversations.present(left) };
    }
    case 'channel.create': {
      const draft = { ...request.channel, participants: [] };
      const fault = conversations.faultOf(accountSid, draft);
      return fault ?? { ok: true, resource: conversations.present(conversations.add(accountSid, draft)) };
    }
    case 'member.add': {
      const { channelSid, identity } = request.member;
      return join(parts, accountSid, channelSid, { identity }) ?? notFound(channelSid);
    }
    default:
      return request satisfies never;
  }
}

/** Puts a flow's message into a conversation; runs inside a transaction. */
export function sendInto(parts: Parts, { accountSid, message }: SendRequest): ResourceResult {
  const { sid = '', author = 'system', attributes } = message.conversation ?? {};
  const row = parts.conversations.find(accountSid, sid);
  if (!row) return notFound(sid);
  if (row.state === 'closed') return closed;
  const posted = {
    author,
    participantSid: participantOf(parts, sid, author)?.sid ?? null,
    source: 'API',
    body: message.body ?? null,
    media: (message.mediaUrls ?? []).map((url) => ({ url, contentType: null })),
    attributes,
    contentSid: message.contentSid,
    contentVariables: message.contentVariables,
  };
  return { ok: true, resource: post(parts, row, posted, { isFlows: true }) };
}

/** Undefined: there is no such conversation. */
export function join(
  { conversations }: Parts,
  accountSid: string,
  sid: string,
  draft: ParticipantDraft,
): Made | undefined {
  const row = conversations.find(accountSid, sid);
  if (!row) return undefined;
  if (row.state === 'closed') return closed;
  const fault = conversations.participantFault(accountSid, sid, draft);
  if (fault) return fault;
  const added = conversations.addParticipant(accountSid, sid, draft);
  return { ok: true, resource: conversations.presentParticipant(added, row.service_sid) };
}

function followed(
  { conversations }: Parts,
  row: ConversationRow,
  webhookUrl: string,
  filters: readonly string[],
): ResourceResult {
  const webhookSid = conversations.addWebhook(row.sid, webhookUrl, filters);
  const participants: JsonObject[] = conversations
    .participants(row.sid)
    .map((participant) => conversations.presentParticipant(participant, row.service_sid));
  return { ok: true, resource: { ...conversations.present(row), participants, webhook_sid: webhookSid } };
}

function webhookFault(url: string): Extract<ResourceResult, { ok: false }> | undefined {
  return flowOf(url) === undefined
    ? { ok: false, code: 20001, message: `${url} is no webhook of a flow on this server` }
    : undefined;
}
