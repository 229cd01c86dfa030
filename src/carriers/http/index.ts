import type { Carrier } from '../carrier.ts';
import { type GatewayPorts, gatewayFinder, gatewaySender } from './send.ts';
import type { GatewaySettings } from './settings.ts';
import { gatewayWebhooks, statusUrl } from './webhooks.ts';

export { baseOf } from './body.ts';
export type { GatewaySettings } from './settings.ts';
export { reportedStatuses } from './webhooks.ts';

const noCalls = 'A gateway for messages carries no calls.';

/** Any SMS gateway with an HTTP API, described by its settings. Throws an `Error` that says which of them cannot be used. */
export function gatewayCarrier(settings: GatewaySettings, ports: GatewayPorts): Carrier {
  const { find, inbound } = settings;
  if (settings.status && !inbound) throw new Error('status needs inbound.secret: who reports has to be known');
  return {
    name: ports.name,
    send: gatewaySender(ports, settings, statusUrl(settings)),
    ...(find ? { findSent: gatewayFinder(ports, settings, find), actsLate: true } : {}),
    ...(inbound ? { webhooks: gatewayWebhooks(ports.name, settings, inbound) } : {}),
    lacks: Object.fromEntries(callWidgets.map((type) => [type, noCalls])),
  };
}

const callWidgets = [
  'say-play',
  'gather-input-on-call',
  'connect-call-to',
  'make-outgoing-call-v1',
  'make-outgoing-call-v2',
  'record-call',
  'record-voicemail',
  'enqueue-call',
  'capture-payments',
  'fork-stream',
  'connect-virtual-agent',
  'connect-virtual-agent-v2',
  'run-conversation-relay',
];
