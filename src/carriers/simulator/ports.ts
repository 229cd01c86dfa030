/** What the simulated carrier needs of the world, by shape: the folder imports nothing of the runtime. */

import type { Listener, Speaker } from '../../speech/speech.ts';
import type { CarrierHttp } from '../http.ts';
import type { HandsetAnswer } from '../network-calls.ts';
import type { OpenSocket } from '../socket.ts';

export interface SimulatorClock {
  now(): number;
  at(atMs: number, run: () => void): () => void;
}

export interface SimulatorLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export type { CarrierHttp as SimulatorHttp, CarrierHttpResult as SimulatorHttpResult } from '../http.ts';

/** What a handset does by itself when it rings. */
export interface HandsetHabit {
  readonly answer: HandsetAnswer;
  /** 0 by default. */
  readonly afterSeconds?: number;
  /** Who takes the call: `human`, `machine_start`, … */
  readonly answeredBy?: string;
}

/** Engines that speak and listen. */
export interface SimulatorSpeech {
  readonly speaker: Speaker;
  /** Undefined: words are typed, and sounds of handsets stay sounds. */
  readonly listener: Listener | undefined;
}

export interface SimulatorOptions {
  /** Where `carrier.sqlite` lies; made if need be. */
  readonly folder: string;
  readonly clock: SimulatorClock;
  readonly http: CarrierHttp;
  /** For streams and relays of calls; absent: streams go nowhere, and whoever holds the handset plays the relay. */
  readonly openSocket?: OpenSocket;
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
  /** The error code that the message being taken ends with; undefined: it fares as usual. */
  readonly fateOfNext?: () => number | undefined;
  /** Absent: what is said takes its time in silence, and nobody listens. */
  readonly speech?: SimulatorSpeech;
  /** Habits of handsets by their address, `*` for all others; without one, a handset rings until a person decides. */
  readonly handsets?: { readonly [contact: string]: HandsetHabit };
  /** Legs of calls that an account has at once, 5,000 by default (20429). */
  readonly maxLegs?: number;
  /** How long a message stays in a status before the next one. */
  readonly delaysMs?: { readonly accepted?: number; readonly queued?: number; readonly sent?: number };
}
