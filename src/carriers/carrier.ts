import type {
  MessageResult,
  OutboundCall,
  OutboundMessage,
  RecordingRequest,
  ResourceResult,
} from '../engine/effects.ts';

/** A message on its way out. */
export interface SendRequest {
  readonly accountSid: string;
  /** The same at every attempt: what the carrier is asked for after a crash. */
  readonly key: string;
  readonly message: OutboundMessage;
  /** True when a message of the carrier is known to be another send's: `findSent` must not take it for this one. */
  isClaimed?(messageSid: string): Promise<boolean>;
}

/** The carrier could not be reached or gave no usable answer; whether the message left may be unknown. */
export class CarrierUnreachable extends Error {
  /** True when the request surely did not arrive, so that sending again is safe. */
  readonly isUnsent: boolean;
  /** How long the carrier asks to wait (`Retry-After`). */
  readonly retryAfterMs: number | undefined;
  /** It takes no more from this sender for now, whatever the message. */
  readonly isBusy: boolean;

  constructor(
    message: string,
    options: {
      readonly isUnsent: boolean;
      readonly retryAfterMs?: number;
      readonly isBusy?: boolean;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'CarrierUnreachable';
    this.isUnsent = options.isUnsent;
    this.retryAfterMs = options.retryAfterMs;
    this.isBusy = options.isBusy ?? options.retryAfterMs !== undefined;
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
  /** A request that was cut off may be carried out a moment later: until then `findSent` does not see it. */
  readonly actsLate?: boolean;
  /** The carrier that a message leaves by, where this one is made of several. */
  route?(sender: Pick<OutboundMessage, 'from' | 'messagingServiceSid'>): Carrier;
  /** How it makes and records calls; absent: it makes none. */
  readonly calls?: CarrierCalls;
  /** How it reports messages and statuses; absent: as Twilio does, signed with the account's own token. */
  readonly webhooks?: CarrierWebhooks;
  /** The numbers that are rented from it; absent: it cannot be asked for them. */
  readonly numbers?: CarrierNumbers;
  /** What flows may ask for and it cannot do: type of widget → why, one sentence. */
  readonly lacks?: { readonly [widgetType: string]: string };
}

/** A call on its way out. */
export interface CallCreation {
  readonly accountSid: string;
  /** The same at every attempt. */
  readonly key: string;
  readonly call: OutboundCall;
  /** True for a call that is known to be another request's. */
  isClaimed(callSid: string): boolean;
}

/** A change to the recording of a live call. */
export interface CallRecording {
  readonly accountSid: string;
  readonly key: string;
  readonly recording: RecordingRequest;
}

/** Calls that flows make, and recordings of live ones. A lack of answer throws `CarrierUnreachable`. */
export interface CarrierCalls {
  create(request: CallCreation): Promise<ResourceResult>;
  /** Asks whether the call of the request was made at or after `sinceMs`; absent: it cannot be asked. */
  findCreated?(request: CallCreation, sinceMs: number): Promise<ResourceResult | undefined>;
  /** `CallStatus` of a call of an account of ours, between a number of ours and somebody; undefined: nobody can say. */
  statusOf?(call: { readonly accountSid: string; readonly callSid: string }): Promise<string | undefined>;
  record(request: CallRecording): Promise<ResourceResult>;
}

/** A request at one of our webhooks, as it came. */
export interface WebhookRequest {
  readonly method: string;
  /** The URL as its sender may know it: behind proxies there can be several. */
  readonly urls: readonly string[];
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string | undefined };
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly nowMs: number;
}

/** What a carrier reports, in the parameters of Twilio's webhooks (carrier page §B1, §B3). */
export interface CarrierNotice {
  /** `status` is a delivery report of a message of ours: never answered with TwiML. */
  readonly kind: 'message' | 'status';
  readonly params: { readonly [name: string]: string };
}

export interface CarrierWebhooks {
  /** True when the request has the marks of this carrier, such as its signature header. */
  recognizes(request: WebhookRequest): boolean;
  /** True when the carrier made the request. */
  isAuthentic(request: WebhookRequest): boolean;
  /** Undefined: nothing that concerns a flow. Absent: the parameters are Twilio's already. */
  read?(request: WebhookRequest): CarrierNotice | undefined;
  /** What is wrong with an authentic request that `read` makes nothing of; undefined: it concerns no flow. */
  unreadable?(request: WebhookRequest): string | undefined;
  /** True: it carries out the TwiML of an answer itself (`<Message>`, `<Redirect>`). */
  readonly takesTwiml: boolean;
  /** Parameter of the query that holds its secret: no flow gets to see it. */
  readonly secretParameter?: string;
}

/** A number at the carrier, and where its messages and calls are answered (empty: nowhere). */
export interface CarrierNumber {
  /** What the carrier calls it; the number itself where it has no id. */
  readonly id: string;
  readonly phoneNumber: string;
  readonly friendlyName: string;
  readonly messageUrl: string;
  readonly voiceUrl: string;
  readonly statusCallback: string;
}

/** Where a number is to be answered; an empty text takes the setting away. */
export type NumberTargets = Pick<CarrierNumber, 'messageUrl' | 'voiceUrl' | 'statusCallback'>;

export interface CarrierNumbers {
  /** All of them, in the carrier's order. Throws `CarrierUnreachable`. */
  list(): Promise<readonly CarrierNumber[]>;
  /** Throws `CarrierRefused`. */
  point(number: CarrierNumber, targets: NumberTargets): Promise<CarrierNumber>;
}

/** The carrier answered and will not do it, such as for wrong credentials; `message` says what to do. */
export class CarrierRefused extends Error {
  readonly code: number | null;

  constructor(message: string, code: number | null = null) {
    super(message);
    this.name = 'CarrierRefused';
    this.code = code;
  }
}
