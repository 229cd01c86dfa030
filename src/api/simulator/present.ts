import type { NetworkMessage } from '../../carriers/network.ts';
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
