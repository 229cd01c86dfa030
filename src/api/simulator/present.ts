import type { NetworkMessage } from '../../carriers/network.ts';
import type { CallEntry, HandsetLeg } from '../../carriers/network-calls.ts';
import { isoDate } from '../dates.ts';

/** A message as a handset shows it. */
export function presentHandsetMessage(message: NetworkMessage): object {
  return {
    sid: message.sid,
    direction: message.direction,
    from: message.from,
    to: message.to,
    body: message.body,
    media: message.media.map(({ url, contentType }) => ({ url, content_type: contentType })),
    content: message.content,
    num_segments: message.numSegments,
    status: message.status,
    error_code: message.errorCode,
    date_created: isoDate(message.createdAtMs),
  };
}

/** A leg of a call as whoever holds the handset sees it. */
export function presentHandsetLeg({ call, doing, isListening, transcript }: HandsetLeg): object {
  return {
    sid: call.sid,
    parent_sid: call.parentSid,
    direction: call.direction,
    from: call.from,
    to: call.to,
    status: call.status,
    answered_by: call.answeredBy,
    date_created: isoDate(call.createdAtMs),
    doing,
    listening: isListening,
    transcript: transcript.map(presentEntry),
  };
}

function presentEntry({ id, atMs, ...facts }: CallEntry): object {
  return { id, at: new Date(atMs).toISOString(), ...facts };
}
