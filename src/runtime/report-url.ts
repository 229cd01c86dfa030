/** Where carriers report on a message of no run: the address names the message, before its send is answered too. */
import type { WebhookParams } from '../engine/events.ts';

const parameter = 'OutboxKey';

export function reportUrl(webhookBase: string, accountSid: string, key: string): string {
  return `${webhookBase}/v1/Accounts/${accountSid}/Reports?${parameter}=${encodeURIComponent(key)}`;
}

/** Key of the message that a report names. */
export function postedKeyOf(params: WebhookParams): string | undefined {
  const key = params[parameter];
  return typeof key === 'string' && key !== '' ? key : undefined;
}
