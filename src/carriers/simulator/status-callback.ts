/** Tells an account's server how a message fares. Source: carrier page §B3. */

import type { CarrierHttp } from '../http.ts';
import type { FormFields } from '../signature.ts';
import { requestWebhook, type WebhookAnswer } from '../webhook-request.ts';
import { channelOf } from './addresses.ts';
import type { Delivery } from './deliveries.ts';
import type { StoredMessage } from './messages.ts';

export async function deliverStatus(
  http: CarrierHttp,
  token: string | undefined,
  message: StoredMessage,
  delivery: Delivery,
): Promise<WebhookAnswer> {
  return requestWebhook(http, {
    url: message.statusCallback ?? '',
    method: message.statusCallbackMethod,
    params: statusParams(message, delivery),
    token,
    identity: `${message.sid} ${delivery.status}`,
  });
}

function statusParams(message: StoredMessage, { status, errorCode, createdAtMs }: Delivery): FormFields {
  const { messagingServiceSid } = message;
  const hasReport = (status === 'delivered' || status === 'undelivered') && channelOf(message.to) === '';
  return [
    ['MessageSid', message.sid],
    ['SmsSid', message.sid],
    ['MessageStatus', status],
    ['SmsStatus', status],
    ['AccountSid', message.accountSid],
    ['From', message.from],
    ['To', message.to],
    ['ApiVersion', '2010-04-01'],
    ...(messagingServiceSid === null ? [] : [['MessagingServiceSid', messagingServiceSid] as const]),
    ...(errorCode === null ? [] : [['ErrorCode', String(errorCode)] as const]),
    ...(hasReport ? [['RawDlrDoneDate', reportDate(createdAtMs)] as const] : []),
  ];
}

/** `YYMMDDhhmm` in UTC. */
function reportDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll(/[-:T]/g, '').slice(2, 12);
}
