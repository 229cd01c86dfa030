/** What a gateway posts, for tests. */
import type { WebhookRequest } from '../carrier.ts';
import type { WebhookCase } from '../conformance.ts';
import type { InboundSettings } from './settings.ts';
import { sidOfId } from './sids.ts';

export function gatewayRequest(more: Partial<WebhookRequest>): WebhookRequest {
  return {
    method: 'POST',
    urls: ['https://studio.example.com/carriers/gw'],
    headers: { 'content-type': 'application/json' },
    query: [],
    body: '',
    nowMs: 1_000,
    ...more,
  };
}

/** A text and a report in the shape of the settings of `http.test.ts`, and both from somebody else. */
export function webhookCases({ secret }: InboundSettings): { readonly [what: string]: WebhookCase } {
  const caseOf = (body: object, params: { readonly [name: string]: string }): WebhookCase => {
    const authentic = gatewayRequest({ body: JSON.stringify(body), query: [['token', secret]] });
    const forged = [[], [['token', '']], [['token', `${secret}x`]], [['Token', secret]]] as const;
    return { authentic, forged: forged.map((query) => ({ ...authentic, query })), params };
  };
  return {
    text: caseOf(
      {
        sms: {
          from: '15550000002',
          to: '+15550000001',
          text: 'Grüße',
          id: 7,
          files: [{ url: 'https://example.com/a.gif' }],
        },
      },
      {
        MessageSid: sidOfId('gw', '7'),
        SmsSid: sidOfId('gw', '7'),
        SmsMessageSid: sidOfId('gw', '7'),
        From: '+15550000002',
        To: '+15550000001',
        Body: 'Grüße',
        NumMedia: '1',
        NumSegments: '1',
        SmsStatus: 'received',
        ApiVersion: '2010-04-01',
        MediaUrl0: 'https://example.com/a.gif',
        MediaContentType0: 'image/gif',
      },
    ),
    report: caseOf(
      { report: { id: 'g-1', state: 'DEAD', why: 'E_TO' } },
      {
        MessageSid: sidOfId('gw', 'g-1'),
        SmsSid: sidOfId('gw', 'g-1'),
        MessageStatus: 'undelivered',
        SmsStatus: 'undelivered',
        ApiVersion: '2010-04-01',
        ErrorCode: '21211',
        ErrorMessage: 'E_TO',
      },
    ),
  };
}
