/** One carrier made of several: each message leaves by the carrier of its sender. */
import type { OutboundMessage } from '../engine/effects.ts';
import type { Carrier, SendRequest } from './carrier.ts';

export interface Routes {
  /** By the name that the operator gave them. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** Sender address or messaging service (`MG…`) → name of its carrier. */
  readonly senders: ReadonlyMap<string, string>;
  /** What all other senders use. */
  readonly fallback: string;
}

export function routedCarrier(routes: Routes): Carrier {
  return {
    name: 'routes',
    async send(request) {
      const { name, carrier } = carrierOf(routes, request.message);
      if (carrier) return carrier.send(request);
      return { ok: false, code: null, message: `There is no carrier "${name}"; add it to atelier.yaml` };
    },
    async findSent(request: SendRequest, sinceMs: number) {
      return carrierOf(routes, request.message).carrier?.findSent?.(request, sinceMs);
    },
  };
}

/** True where the outcome of a send can be asked for. */
export function canBeAsked(routes: Routes, message: OutboundMessage): boolean {
  return carrierOf(routes, message).carrier?.findSent !== undefined;
}

function carrierOf({ carriers, senders, fallback }: Routes, message: OutboundMessage) {
  const sender = message.from ?? message.messagingServiceSid ?? '';
  const name = senders.get(sender) ?? senders.get(message.messagingServiceSid ?? '') ?? fallback;
  return { name, carrier: carriers.get(name) };
}
