/** What the simulated carrier needs of the world, by shape: the folder imports nothing of the runtime. */
import type { CarrierHttp } from '../http.ts';

export interface SimulatorClock {
  now(): number;
  at(atMs: number, run: () => void): () => void;
}

export interface SimulatorLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export type { CarrierHttp as SimulatorHttp, CarrierHttpResult as SimulatorHttpResult } from '../http.ts';

export interface SimulatorOptions {
  /** Where `carrier.sqlite` lies; made if need be. */
  readonly folder: string;
  readonly clock: SimulatorClock;
  readonly http: CarrierHttp;
  /** The account's auth token: the key of webhook signatures. */
  readonly tokenOf: (accountSid: string) => Promise<string | undefined>;
  readonly ids: { sid(prefix: string): string };
  readonly log: SimulatorLog;
  /** Only own numbers and senders of services may send (21606, 21703); else any valid sender does. */
  readonly isStrict?: boolean;
  /** False: WhatsApp takes any message at any time, where it wants a template after 24 hours (63016). */
  readonly hasWhatsAppWindow?: boolean;
  /** Media of outbound messages is fetched, as a carrier does: what cannot be fetched makes the message fail. */
  readonly fetchesMedia?: boolean;
  /** Base of the URLs of files that handsets sent, without a slash at the end. */
  readonly mediaBase?: () => string;
  /** Characters of a message body, 1,600 by default (21617). */
  readonly maxBodyCharacters?: number;
  /** How long a message stays in a status before the next one. */
  readonly delaysMs?: { readonly accepted?: number; readonly queued?: number; readonly sent?: number };
}
