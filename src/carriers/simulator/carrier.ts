import type { MessageResult, OutboundMessage } from '../../engine/effects.ts';
import type { Carrier, CarrierCalls } from '../carrier.ts';
import { presentMessage } from '../message-resource.ts';
import type { Granted, MessageDraft } from '../network.ts';
import { type StoredMessage, visible } from './messages.ts';

export interface CarrierParts {
  take(accountSid: string, draft: MessageDraft, sendKey: string): Promise<Granted<StoredMessage>>;
  findByKey(accountSid: string, key: string): StoredMessage | undefined;
  readonly calls: CarrierCalls;
}

/** The network as the runtime sees it. */
export function simulatedCarrier({ take, findByKey, calls }: CarrierParts): Carrier {
  return {
    name: 'simulator',
    calls,
    async send({ accountSid, key, message }): Promise<MessageResult> {
      if (message.conversation) {
        return { ok: false, code: null, message: 'The simulated carrier has no conversations' };
      }
      const taken = await take(accountSid, draftOf(message), key);
      if (taken.ok) return resultOf(taken.value);
      return { ok: false, code: taken.refusal.code, message: taken.refusal.message };
    },
    async findSent({ accountSid, key }) {
      const sent = findByKey(accountSid, key);
      return sent && resultOf(sent);
    },
  };
}

function draftOf(message: OutboundMessage): MessageDraft {
  const { to, from, messagingServiceSid, body, mediaUrls, contentSid, contentVariables, statusCallback, shortenUrls } =
    message;
  return {
    to,
    from,
    messagingServiceSid,
    body,
    mediaUrls: mediaUrls ?? [],
    contentSid,
    contentVariables,
    statusCallback,
    shortenUrls,
  };
}

function resultOf(message: StoredMessage): MessageResult {
  return { ok: true, resource: presentMessage(visible(message)) };
}
