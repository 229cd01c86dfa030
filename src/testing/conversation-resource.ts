/** What a conversation service shows of what was made, in a play. */
import type { JsonObject } from '../engine/json.ts';
import { presentConversation, presentParticipant } from '../products/conversation-shape.ts';
import type { ConversationCall } from '../products/products.ts';
import type { ProductFacts } from './product-resource.ts';

const baseUrl = 'https://conversations.example.com/v1';

export function conversationResource(request: ConversationCall, facts: ProductFacts): JsonObject {
  switch (request.type) {
    case 'conversation.start': {
      const { conversation } = request;
      const sid = facts.newSid('CH');
      return {
        ...shown(sid, conversation.serviceSid, facts, {
          friendlyName: conversation.friendlyName ?? null,
          attributes: conversation.attributes ?? '{}',
          messagingServiceSid: conversation.messagingServiceSid ?? null,
        }),
        participants: [participant(sid, conversation.serviceSid, conversation.participant, facts)],
        webhook_sid: facts.newSid('WH'),
      };
    }
    case 'conversation.resume': {
      const { serviceSid, sid } = request.conversation;
      return { ...shown(sid, serviceSid, facts, {}), participants: [], webhook_sid: facts.newSid('WH') };
    }
    case 'conversation.leave':
    case 'conversation.close': {
      const { serviceSid, sid } = request.conversation;
      return shown(sid, serviceSid, facts, { state: request.type === 'conversation.close' ? 'closed' : 'active' });
    }
    case 'channel.create': {
      const { serviceSid, uniqueName = null, friendlyName = null, attributes = '{}' } = request.channel;
      return shown(facts.newSid('CH'), serviceSid, facts, { uniqueName, friendlyName, attributes });
    }
    case 'member.add': {
      const { channelSid, serviceSid, identity } = request.member;
      return participant(channelSid, serviceSid, { identity }, facts);
    }
    default:
      return request satisfies never;
  }
}

function shown(
  sid: string,
  serviceSid: string,
  { accountSid, nowMs }: ProductFacts,
  more: Partial<Parameters<typeof presentConversation>[0]>,
): JsonObject {
  return presentConversation({
    sid,
    accountSid,
    serviceSid,
    messagingServiceSid: null,
    friendlyName: null,
    uniqueName: null,
    attributes: '{}',
    state: 'active',
    inactiveAtMs: null,
    closedAtMs: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    url: `${baseUrl}/Conversations/${sid}`,
    ...more,
  });
}

function participant(
  conversationSid: string,
  serviceSid: string,
  who: { readonly identity?: string; readonly address?: string; readonly proxyAddress?: string },
  { newSid, accountSid, nowMs }: ProductFacts,
): JsonObject {
  const sid = newSid('MB');
  return presentParticipant({
    sid,
    accountSid,
    serviceSid,
    conversationSid,
    identity: who.identity ?? null,
    address: who.address ?? null,
    proxyAddress: who.proxyAddress ?? null,
    createdAtMs: nowMs,
    url: `${baseUrl}/Conversations/${conversationSid}/Participants/${sid}`,
  });
}
