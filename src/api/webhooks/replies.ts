import { type Carrier, CarrierUnreachable } from '../../carriers/carrier.ts';
import type { Reply } from '../../carriers/messaging-twiml.ts';
import type { MessageResult, OutboundMessage } from '../../engine/effects.ts';
import type { Clock } from '../../runtime/clock.ts';

const maxAttempts = 4;
const firstRetryMs = 1_000;
const longestRetryMs = 10_000;

/** Sends a reply of a TwiML document; tries again while it surely has not left. */
export async function sendReply(
  { carrier, clock }: { readonly carrier: Carrier; readonly clock: Clock },
  accountSid: string,
  key: string,
  reply: Reply,
): Promise<MessageResult> {
  const request = { accountSid, key, message: messageOf(reply) };
  for (let attempt = 1; ; attempt++) {
    try {
      return await carrier.send(request);
    } catch (error) {
      if (!(error instanceof CarrierUnreachable)) throw error;
      if (!error.isUnsent || attempt === maxAttempts) return { ok: false, code: null, message: error.message };
      const waitMs = Math.max(error.retryAfterMs ?? 0, firstRetryMs * 2 ** (attempt - 1));
      await pause(clock, Math.min(waitMs, longestRetryMs));
    }
  }
}

function messageOf({ draft }: Reply): OutboundMessage {
  const { to = '', from = '', body, mediaUrls = [], statusCallback } = draft;
  return {
    to,
    ...(from.startsWith('MG') ? { messagingServiceSid: from } : { from }),
    ...(body === undefined ? {} : { body }),
    ...(mediaUrls.length === 0 ? {} : { mediaUrls }),
    ...(statusCallback === undefined ? {} : { statusCallback }),
  };
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}
