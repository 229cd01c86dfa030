/** Where a text is answered: at its number, or at the service that the number stands behind. */
import type { InboundTarget } from '../messaging-twiml.ts';
import type { StoredMessage } from './messages.ts';
import type { NumberStore } from './numbers.ts';
import type { ServiceStore } from './services.ts';

/** Undefined: nobody is to be told. Source: Twilio, Services resource (`inbound_request_url`, `use_inbound_webhook_on_number`). */
export function inboundTarget(
  { numbers, services }: { readonly numbers: NumberStore; readonly services: ServiceStore },
  { accountSid, to, messagingServiceSid }: StoredMessage,
): InboundTarget | undefined {
  const service = messagingServiceSid === null ? undefined : services.find(accountSid, messagingServiceSid)?.settings;
  if (service && !service.useInboundWebhookOnNumber) {
    const { inboundRequestUrl: url, inboundMethod: method, fallbackUrl, fallbackMethod } = service;
    return url === '' ? undefined : { url, method, fallbackUrl, fallbackMethod };
  }
  const number = numbers.findByNumber(to);
  if (number?.accountSid !== accountSid || number.settings.smsUrl === '') return undefined;
  const { smsUrl: url, smsMethod: method, smsFallbackUrl, smsFallbackMethod } = number.settings;
  return { url, method, fallbackUrl: smsFallbackUrl, fallbackMethod: smsFallbackMethod };
}
