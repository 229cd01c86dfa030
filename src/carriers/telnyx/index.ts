import type { Carrier } from '../carrier.ts';
import type { CarrierHttp } from '../http.ts';
import { telnyxCalls } from './calls.ts';
import { TelnyxClient } from './client.ts';
import { sendMessage } from './messages.ts';
import { telnyxNumbers } from './numbers.ts';
import { telnyxWebhooks } from './webhooks.ts';

export interface TelnyxCarrierOptions {
  /** What the operator calls it. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl?: string;
  readonly apiKey: string;
  /** Ed25519, base64: what webhooks are checked with. */
  readonly publicKey: string;
  readonly messagingProfileId?: string;
  /** TeXML application. */
  readonly connectionId?: string;
  /** What TeXML calls the account: calls are made in its name. */
  readonly accountId?: string;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

const noVirtualAgent = 'TeXML has no VirtualAgent.';

/**
 * Telnyx: its own messaging API, TeXML for calls. It has no list of messages to look for one in, so that an unknown outcome
 * cannot be asked for.
 */
export function telnyxCarrier(options: TelnyxCarrierOptions): Carrier {
  const {
    name,
    baseUrl = 'https://api.telnyx.com',
    apiKey,
    publicKey,
    messagingProfileId,
    connectionId,
    accountId,
    http,
    clock,
  } = options;
  const client = new TelnyxClient({ name, baseUrl: baseUrl.replace(/\/+$/, ''), apiKey, http, clock });
  return {
    name,
    send: (request) => sendMessage({ client, messagingProfileId, clock }, request),
    calls: telnyxCalls({ client, connectionId, accountId }),
    webhooks: telnyxWebhooks(publicKey),
    numbers: telnyxNumbers({ client, messagingProfileId, connectionId }),
    lacks: {
      'capture-payments': 'TeXML has no Pay.',
      'connect-virtual-agent': noVirtualAgent,
      'connect-virtual-agent-v2': noVirtualAgent,
    },
  };
}
