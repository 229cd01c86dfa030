/** What a conversation service shows of what was made, in a play. */
import type { JsonObject } from '../engine/json.ts';
import type { ConversationCall } from '../products/products.ts';
import type { ProductFacts } from './product-resource.ts';

const prefixes: { readonly [T in ConversationCall['type']]: string } = {
  'conversation.start': 'CH',
  'conversation.resume': 'CH',
  'conversation.close': 'CH',
  'channel.create': 'CH',
  'member.add': 'MB',
};

export function conversationResource(request: ConversationCall, { newSid, accountSid }: ProductFacts): JsonObject {
  return { sid: newSid(prefixes[request.type]), account_sid: accountSid };
}
