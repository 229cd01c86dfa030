/** The port of the conversations on this machine: what people and programs that take part in them see. */
import type { JsonObject } from '../engine/json.ts';
import type { ConversationState } from './conversation-shape.ts';

/** A row of a list; `number` is its place in the order. */
export interface Numbered {
  readonly number: number;
  readonly resource: JsonObject;
}

export interface NumberedPage {
  readonly limit: number;
  /** Only what follows, or the nearest that come before, this row. */
  readonly after?: number;
  readonly before?: number;
}

export interface Numbers {
  readonly rows: readonly Numbered[];
  readonly hasMore: boolean;
}

export type Made =
  | { readonly ok: true; readonly resource: JsonObject }
  /** As Twilio refuses it. */
  | { readonly ok: false; readonly status: number; readonly code: number; readonly message: string };

/** Someone with an identity, or an address that is bound to one of ours. */
export interface ParticipantDraft {
  readonly identity?: string;
  readonly address?: string;
  readonly proxyAddress?: string;
}

export interface ConversationDraft {
  readonly serviceSid: string;
  readonly friendlyName?: string;
  readonly uniqueName?: string;
  /** JSON text. */
  readonly attributes?: string;
  readonly messagingServiceSid?: string;
  /** ISO 8601 durations. */
  readonly inactiveAfter?: string;
  readonly closedAfter?: string;
  readonly participants: readonly ParticipantDraft[];
  /** Flow webhook that its messages are reported to. */
  readonly webhook?: { readonly url: string; readonly filters: readonly string[] };
}

export interface MessageDraft {
  readonly author: string;
  readonly body?: string;
  readonly mediaUrls: readonly string[];
  /** JSON text. */
  readonly attributes?: string;
}

/** Undefined: there is no such conversation in the account. */
export interface ConversationStore {
  create(accountSid: string, draft: ConversationDraft): Made;
  /** Newest first. */
  list(accountSid: string, query: NumberedPage & { readonly state?: ConversationState }): Numbers;
  find(accountSid: string, sid: string): JsonObject | undefined;
  close(accountSid: string, sid: string): Made | undefined;
  participants(accountSid: string, sid: string): readonly JsonObject[] | undefined;
  addParticipant(accountSid: string, sid: string, draft: ParticipantDraft): Made | undefined;
  /** Oldest first; `number` is the index of a message. */
  messages(accountSid: string, sid: string, page: NumberedPage): Numbers | undefined;
  /** A message of a participant: an author who is none yet becomes one. */
  addMessage(accountSid: string, sid: string, draft: MessageDraft): Made | undefined;
}

/** A message of a conversation, for a flow that follows it, in the parameters of the conversation's webhook. */
export interface ConversationNotice {
  readonly accountSid: string;
  readonly flowSid: string;
  readonly params: { readonly [name: string]: string };
}
