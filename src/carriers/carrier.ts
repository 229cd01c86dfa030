import type { MessageResult, OutboundMessage } from '../engine/effects.ts';

/** A message on its way out. */
export interface SendRequest {
  readonly accountSid: string;
  /** The same at every attempt: what the carrier is asked for after a crash. */
  readonly key: string;
  readonly message: OutboundMessage;
}

/** The carrier could not be reached or gave no usable answer; whether the message left may be unknown. */
export class CarrierUnreachable extends Error {
  /** True when the request surely did not arrive, so that sending again is safe. */
  readonly isUnsent: boolean;

  constructor(message: string, options: { readonly isUnsent: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'CarrierUnreachable';
    this.isUnsent = options.isUnsent;
  }
}

/** A way to the telephone network. A refusal is a result; only a lack of answer throws `CarrierUnreachable`. */
export interface Carrier {
  readonly name: string;
  send(request: SendRequest): Promise<MessageResult>;
  /**
   * Asks whether the message of `request.key` left at or after `sinceMs`. Absent where the carrier cannot be asked:
   * then an unknown outcome is sent again (at least once).
   */
  findSent?(request: SendRequest, sinceMs: number): Promise<MessageResult | undefined>;
}
