import type { Carrier } from '../carriers/carrier.ts';
import type { CarrierHttp } from '../carriers/http.ts';
import { carrierName, type Routes, routedCarrier } from '../carriers/routing.ts';
import type { OutboundMessage } from '../engine/effects.ts';
import type { SenderPace } from '../runtime/deps.ts';
import { type CarrierType, carrierTypes } from './carrier-types/index.ts';
import { ConfigError } from './config-error.ts';
import { samples } from './samples.ts';
import type { SettingsFile } from './settings-file/index.ts';

/** The carriers of a server. */
export interface Carriers {
  /** For the runtime: each message leaves by the carrier of its sender. */
  readonly routed: Carrier;
  /** By name, the simulated one among them. */
  readonly byName: ReadonlyMap<string, Carrier>;
  readonly routes: Routes;
}

export interface CarriersOptions {
  readonly simulator: Carrier;
  readonly clock: { now(): number };
  /** A client that also reaches these addresses. */
  readonly httpFor: (urls: readonly string[]) => CarrierHttp;
}

/** Opens the carriers of atelier.yaml; throws `ConfigError` for one whose settings do not do. */
export function openCarriers(file: SettingsFile, { simulator, clock, httpFor }: CarriersOptions): Carriers {
  const settings = Object.entries(file.carriers ?? {});
  const kindOf = (type: string) => carrierTypes[type as keyof typeof carrierTypes] as unknown as CarrierType;
  const urls = settings.flatMap(([, each]) =>
    kindOf(each.type)
      .urls(each)
      .filter((url) => url !== undefined),
  );
  const http = httpFor(urls);
  const byName = new Map<string, Carrier>([['simulator', simulator]]);
  for (const [name, each] of settings) {
    try {
      byName.set(name, kindOf(each.type).open(each, { name, http, clock }));
    } catch (error) {
      throw new ConfigError(`carriers.${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const routes: Routes = { carriers: byName, senders: sendersOf(file), fallback: file.default_carrier ?? 'simulator' };
  return { routed: routedCarrier(routes), byName, routes };
}

/** Which carrier each configured sender uses, where it says so; a sender of a service is where the service is. */
function sendersOf({ numbers = {}, messaging_services: services = {} }: SettingsFile): Map<string, string> {
  const behind = Object.values(services).flatMap(({ carrier, numbers: senders = [] }) =>
    senders.map((sender) => [sender, { carrier }] as const),
  );
  // The samples answer on the built-in network, whatever the file makes the usual carrier.
  const own = samples.map(({ number }) => [number, { carrier: 'simulator' }] as const);
  const named = [...own, ...behind, ...Object.entries(numbers), ...Object.entries(services)];
  return new Map(named.flatMap(([sender, { carrier }]) => (carrier === undefined ? [] : [[sender, carrier]])));
}

/** Messages a second of a sender, and what they are counted under; undefined: as many as come. */
export function paceOf(file: SettingsFile, routes: Routes) {
  const { numbers = {}, messaging_services: services = {}, carriers = {} } = file;
  return (accountSid: string, message: OutboundMessage): SenderPace | undefined => {
    const sender = message.from ?? message.messagingServiceSid ?? '';
    const carrier = carriers[carrierName(routes, message)];
    const perSecond =
      numbers[sender]?.messages_per_second ?? services[sender]?.messages_per_second ?? carrier?.messages_per_second;
    return perSecond === undefined ? undefined : { key: `${accountSid} ${sender}`, perSecond };
  };
}
