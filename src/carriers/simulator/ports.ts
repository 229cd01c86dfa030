/** What the simulated carrier needs of the world, by shape: the folder imports nothing of the runtime. */
export interface SimulatorClock {
  now(): number;
  at(atMs: number, run: () => void): () => void;
}

export interface SimulatorLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** The one way out by HTTP; `createHttpClient` of the runtime fits. */
export interface SimulatorHttp {
  request(request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: string;
    readonly timeoutMs: number;
    readonly connectTimeoutMs?: number;
    readonly maxBytes: number;
    readonly maxRedirects: number;
  }): Promise<SimulatorHttpResult>;
}

export type SimulatorHttpResult =
  | {
      readonly ok: true;
      readonly status: number;
      readonly contentType?: string;
      readonly body: string;
      readonly finalUrl: string;
    }
  | {
      readonly ok: false;
      readonly reason: 'timeout' | 'network' | 'too-large' | 'refused' | 'redirects';
      readonly stage: 'resolve' | 'connect' | 'tls' | 'exchange';
      readonly message: string;
    };

export interface SimulatorOptions {
  /** Where `carrier.sqlite` lies; made if need be. */
  readonly folder: string;
  readonly clock: SimulatorClock;
  readonly http: SimulatorHttp;
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
