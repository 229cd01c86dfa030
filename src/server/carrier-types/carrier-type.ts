import { type Static, type TObject, Type } from 'typebox';
import type { Carrier } from '../../carriers/carrier.ts';
import type { CarrierHttp } from '../../carriers/http.ts';

/** What a carrier works with. */
export interface CarrierPorts {
  /** What the operator calls it. */
  readonly name: string;
  /** Reaches the public internet and the addresses that the operator named. */
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

/** A kind of carrier: its settings in atelier.yaml, and how it is made of them. */
export interface CarrierType<T extends TObject = TObject> {
  readonly settings: T;
  /** Addresses in the settings, which may be on a private network. */
  urls(settings: Static<T>): readonly (string | undefined)[];
  /** Throws an `Error` that says which setting is missing. */
  open(settings: Static<T>, ports: CarrierPorts): Carrier;
}

export function defineCarrierType<T extends TObject>(type: CarrierType<T>): CarrierType<T> {
  return type;
}

export const messagesPerSecond = Type.Optional(
  Type.Number({ minimum: 0.001, maximum: 10_000, description: 'Messages of each sender; more wait their turn' }),
);
