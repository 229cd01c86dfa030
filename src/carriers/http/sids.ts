/** What messages of a gateway are called here: gateways count as they like, so that two of them may use one id. */
import { createHash } from 'node:crypto';
import type { SendSettings } from './settings.ts';

/** SID of the message that the carrier `name` calls `id`, the same way in and out. */
export function sidOfId(name: string, id: string): string {
  return sidOf(`${name} ${id}`);
}

/** SID of the send with this key, where the gateway gives its messages no id; the same at every attempt. */
export function sidOfKey(key: string): string {
  return sidOf(key);
}

/** SID of a sent message by the id that the gateway reports of it: without ids of its own it was given ours. */
export function sentSid(name: string, { answer }: SendSettings, id: string): string {
  return answer?.id === undefined ? id : sidOfId(name, id);
}

function sidOf(text: string): string {
  return `SM${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
