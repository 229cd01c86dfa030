/** One carrier made of several: each message leaves by the carrier of its sender. */
import type { OutboundMessage } from '../engine/effects.ts';
import type { Carrier } from './carrier.ts';

type Sender = Pick<OutboundMessage, 'from' | 'messagingServiceSid'>;

export interface Routes {
  /** By the name that the operator gave them. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** Sender address or messaging service (`MG…`) → name of its carrier. */
  readonly senders: ReadonlyMap<string, string>;
  /** What all other senders use. */
  readonly fallback: string;
}

export function routedCarrier(routes: Routes): Carrier {
  const route = (message: Sender) => {
    const name = carrierName(routes, message);
    return routes.carriers.get(name) ?? missing(name);
  };
  return { name: 'routes', route, send: (request) => route(request.message).send(request) };
}

/** Name of the carrier that a message leaves by. */
export function carrierName({ senders, fallback }: Routes, { from, messagingServiceSid }: Sender): string {
  const named = [from, messagingServiceSid].flatMap((sender) =>
    sender === undefined ? [] : (senders.get(sender) ?? []),
  );
  return named[0] ?? fallback;
}

function missing(name: string): Carrier {
  return {
    name,
    send: async () => ({ ok: false, code: null, message: `There is no carrier "${name}"; add it to atelier.yaml` }),
  };
}
