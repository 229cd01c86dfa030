/** The replies that the TwiML of an answer asks for, as messages of the outbox. */
import type { Reply } from '../../carriers/messaging-twiml.ts';
import type { OutboundMessage } from '../../engine/effects.ts';
import type { PostRequest } from '../../runtime/posted.ts';

/** The text that is answered, and the flow that does it. */
export interface Answered {
  readonly accountSid: string;
  readonly flowSid: string;
  /** What its carrier calls it. */
  readonly messageSid: string;
}

/** The same text again gives the same keys; another flow that it reaches answers by its own. */
export function repliesTo({ accountSid, flowSid, messageSid }: Answered, replies: readonly Reply[]): PostRequest[] {
  const name = messageSid.replaceAll(/[^A-Za-z0-9-]/g, (other) => `_${other.codePointAt(0)?.toString(16)}_`);
  return replies.map((reply, place) => ({
    accountSid,
    key: `${name}.${flowSid}-twiml-${place}`,
    message: messageOf(reply),
  }));
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
