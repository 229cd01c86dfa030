/** What tasks, conversations and documents show of what was made, in a play. */
import type { ProductRequest } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';

export interface ProductFacts {
  readonly newSid: (prefix: string) => string;
  readonly accountSid: string;
}

const prefixes: { readonly [T in ProductRequest['type']]: string } = {
  'task.create': 'WT',
  'interaction.create': 'KD',
  'conversation.start': 'CH',
  'conversation.resume': 'CH',
  'conversation.close': 'CH',
  'channel.create': 'CH',
  'member.add': 'MB',
  'document.update': 'ET',
};

export function productResource(request: ProductRequest, { newSid, accountSid }: ProductFacts): JsonObject {
  return { sid: newSid(prefixes[request.type]), account_sid: accountSid };
}
