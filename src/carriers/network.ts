/**
 * The port of a telephone network whose other end can be played: what the carrier API and the handsets of the simulated
 * carrier are served from. A promise that resolved is on disk.
 */
import type { ContentTemplate, RenderedContent } from './content.ts';
import type { NetworkServices, ServiceSettings } from './messaging-service.ts';
import type { HandsetLeg, NetworkCalls } from './network-calls.ts';

export type MessageDirection = 'inbound' | 'outbound-api' | 'outbound-reply';

export interface NetworkMessage {
  /** `SM…`, or `MM…` with media. */
  readonly sid: string;
  readonly accountSid: string;
  /** As the account sees it: what a handset writes is inbound. */
  readonly direction: MessageDirection;
  /** Null as long as a messaging service has not chosen it. */
  readonly from: string | null;
  readonly to: string;
  readonly body: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly messagingServiceSid: string | null;
  readonly numSegments: number;
  readonly media: readonly NetworkMedia[];
  /** Template of an outbound message, and what the handset shows of it beside body and media. */
  readonly content: MessageContent | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly sentAtMs: number | null;
}

export interface NetworkMedia {
  readonly sid: string;
  readonly url: string;
  readonly contentType: string;
}

export interface MessageContent extends Pick<RenderedContent, 'buttons' | 'list' | 'location'> {
  readonly sid: string;
  readonly variables: string | null;
  /** The type that the channel was given, e.g. `twilio/quick-reply`. */
  readonly type: string;
}

/** A message as its sender asks for it; checked by the network. */
export interface MessageDraft {
  readonly to?: string | undefined;
  /** Address, or the SID of a messaging service. */
  readonly from?: string | undefined;
  readonly messagingServiceSid?: string | undefined;
  readonly body?: string | undefined;
  readonly mediaUrls?: readonly string[];
  readonly contentSid?: string | undefined;
  readonly contentVariables?: string | undefined;
  readonly statusCallback?: string | undefined;
  /** Replace characters that would make the text UCS-2; a messaging service says so for all its messages. */
  readonly smartEncoded?: boolean | undefined;
  /** Accepted, and without effect: links go out as they are. */
  readonly shortenUrls?: boolean | undefined;
  /** `fixed` sends at `sendAt` (ISO 8601), by a messaging service only. */
  readonly scheduleType?: string | undefined;
  readonly sendAt?: string | undefined;
}

/** What a handset writes. */
export interface TextDraft {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** `http(s):` addresses, or `data:` URLs that the network keeps and serves. */
  readonly mediaUrls: readonly string[];
  /** More parameters of the webhook, such as those of WhatsApp. */
  readonly params: { readonly [name: string]: string };
  /** Id or title of a button of the last template that this contact was sent from this number. */
  readonly button?: string | undefined;
  /** Id or title of a row of its list. */
  readonly listItem?: string | undefined;
}

/** A request that was understood and not granted, as the carrier API words it. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

export type Granted<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const numberSettings = [
  'friendlyName',
  'smsUrl',
  'smsMethod',
  'smsFallbackUrl',
  'smsFallbackMethod',
  'smsApplicationSid',
  'voiceUrl',
  'voiceMethod',
  'voiceFallbackUrl',
  'voiceFallbackMethod',
  'voiceApplicationSid',
  'voiceCallerIdLookup',
  'voiceReceiveMode',
  'statusCallback',
  'statusCallbackMethod',
  'trunkSid',
  'identitySid',
  'addressSid',
  'bundleSid',
  'emergencyStatus',
  'emergencyAddressSid',
] as const;

export type NumberSetting = (typeof numberSettings)[number];

/** An own number: where its messages and calls are answered. Settings are text, empty when they are not set. */
export interface NetworkNumber {
  readonly sid: string;
  readonly accountSid: string;
  readonly phoneNumber: string;
  readonly settings: { readonly [Name in NumberSetting]: string };
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Settings to change; those that are absent stay. */
export type NumberChanges = { readonly [Name in NumberSetting]?: string };

/** A handset and a number that have written to each other. */
export interface Conversation {
  readonly contact: string;
  readonly number: string;
  readonly last: NetworkMessage;
}

/** A message is new, or its state has changed. Ids grow; some may be left out. */
export interface MessageEvent {
  readonly id: number;
  readonly message: NetworkMessage;
}

/** What happens on the network. A call has changed: with the latest entry of its transcript, and without an id. */
export type NetworkEvent =
  | ({ readonly kind: 'message' } & MessageEvent)
  | { readonly kind: 'call'; readonly leg: HandsetLeg };

export interface NetworkCursor {
  readonly createdAtMs: number;
  readonly sid: string;
}

/** Newest first; `after` means older than this row, `before` newer. */
export interface NetworkPageRequest {
  readonly limit: number;
  readonly after?: NetworkCursor;
  readonly before?: NetworkCursor;
}

export interface NetworkPage<T> {
  readonly rows: readonly T[];
  /** In the direction of travel. */
  readonly hasMore: boolean;
}

export interface MessageFilter {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  /** Sent at or after. */
  readonly sentFromMs?: number | undefined;
  /** Sent before. */
  readonly sentToMs?: number | undefined;
}

export interface NumberFilter {
  readonly phoneNumber?: string | undefined;
  readonly friendlyName?: string | undefined;
}

/** A file that a handset sent. */
export interface MediaFile {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface NetworkTemplate extends ContentTemplate {
  readonly accountSid: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What a template is made of; `sid` gives it the name that it has elsewhere. */
export type TemplateDraft = Omit<ContentTemplate, 'sid'> & { readonly sid?: string };

/** Undefined: there is no such template in this account. */
export interface NetworkTemplates {
  create(accountSid: string, draft: TemplateDraft): Promise<Granted<NetworkTemplate>>;
  find(accountSid: string, sid: string): Promise<NetworkTemplate | undefined>;
  list(accountSid: string, page: NetworkPageRequest): Promise<NetworkPage<NetworkTemplate>>;
  update(
    accountSid: string,
    sid: string,
    changes: Partial<Omit<ContentTemplate, 'sid'>>,
  ): Promise<NetworkTemplate | undefined>;
  remove(accountSid: string, sid: string): Promise<boolean>;
}

/** What a settings file gives an account; what an earlier one gave and this one does not is taken away. */
export interface NetworkProvision {
  readonly templates: readonly ContentTemplate[];
  readonly services: readonly {
    readonly sid: string;
    readonly settings: Partial<ServiceSettings>;
    readonly senders: readonly string[];
  }[];
}

export interface Network {
  readonly templates: NetworkTemplates;
  readonly services: NetworkServices;
  readonly calls: NetworkCalls;
  provide(accountSid: string, provision: NetworkProvision): Promise<void>;

  // The account's side. Undefined: there is no such message or number in this account.
  createMessage(accountSid: string, draft: MessageDraft): Promise<Granted<NetworkMessage>>;
  findMessage(accountSid: string, sid: string): Promise<NetworkMessage | undefined>;
  listMessages(
    accountSid: string,
    filter: MessageFilter,
    page: NetworkPageRequest,
  ): Promise<NetworkPage<NetworkMessage>>;
  /** Empties the body. */
  redactMessage(accountSid: string, sid: string): Promise<Granted<NetworkMessage> | undefined>;
  /** Takes back a scheduled message. */
  cancelMessage(accountSid: string, sid: string): Promise<Granted<NetworkMessage> | undefined>;
  deleteMessage(accountSid: string, sid: string): Promise<Granted<NetworkMessage> | undefined>;
  /** `phoneNumber`, or any free one that begins with `areaCode`. */
  createNumber(
    accountSid: string,
    wish: { readonly phoneNumber?: string | undefined; readonly areaCode?: string | undefined },
    changes: NumberChanges,
  ): Promise<Granted<NetworkNumber>>;
  findNumber(accountSid: string, sid: string): Promise<NetworkNumber | undefined>;
  listNumbers(accountSid: string, filter: NumberFilter, page: NetworkPageRequest): Promise<NetworkPage<NetworkNumber>>;
  updateNumber(accountSid: string, sid: string, changes: NumberChanges): Promise<NetworkNumber | undefined>;
  deleteNumber(accountSid: string, sid: string): Promise<boolean>;

  /** A file that the network keeps; undefined where it only knows the address of one. */
  findMediaFile(accountSid: string, messageSid: string, mediaSid: string): Promise<MediaFile | undefined>;

  // The handset's side
  /** Writes from a handset to one of the account's numbers. */
  text(accountSid: string, draft: TextDraft): Promise<Granted<NetworkMessage>>;
  /** Latest first, at most 1,000. */
  listConversations(accountSid: string, contact?: string): Promise<readonly Conversation[]>;
  /**
   * What a contact wrote and was sent, oldest first: the latest `limit` messages, or the first `limit` after the message
   * `afterSid`. With `signal`, waits until there is at least one or the signal fires.
   */
  readThread(
    accountSid: string,
    thread: {
      readonly contact: string;
      readonly number?: string | undefined;
      readonly afterSid?: string | undefined;
      readonly limit: number;
    },
    signal?: AbortSignal,
  ): Promise<readonly NetworkMessage[]>;
  /**
   * What happens to the account's messages from now on, or after the event `afterId`: the latest state of each message,
   * going back a bounded number of events; and to its calls, from now on. Ends when the signal fires.
   */
  events(accountSid: string, afterId: number | undefined, signal: AbortSignal): AsyncIterable<NetworkEvent>;
}
