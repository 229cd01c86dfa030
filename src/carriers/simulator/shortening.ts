import type { Granted, MessageDraft } from '../network.ts';
import type { StoredMessage } from './messages.ts';
import type { SimulatorLog } from './ports.ts';

/** Link shortening is off here, and says so: it needs a domain of the account and a server that follows the clicks. */
export function noteShortening(log: SimulatorLog, draft: MessageDraft, taken: Granted<StoredMessage>): void {
  if (draft.shortenUrls !== true || !taken.ok || !/https?:\/\//i.test(taken.value.body)) return;
  log.warn({ messageSid: taken.value.sid }, 'links are not shortened here: the message goes out unchanged');
}
