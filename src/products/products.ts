/**
 * The ports of the products that flows hand over to: tasks (Flex, TaskRouter), conversations, documents (Sync). Each has
 * an adapter on this machine and one that calls the Twilio resource. An adapter answers a refusal with a result, and
 * throws `CarrierUnreachable` where none came.
 */

import type { SendRequest } from '../carriers/carrier.ts';
import type { MessageResult, ProductRequest, ResourceResult } from '../engine/effects.ts';
import type { WebhookParams } from '../engine/events.ts';

/** A request on its way. */
export interface ProductCall<T extends ProductRequest = ProductRequest> {
  readonly accountSid: string;
  /** The same at every attempt. */
  readonly key: string;
  readonly request: T;
  /** True when what has this SID is known to be another request's: `findDone` must not take it for this one. */
  isClaimed?(sid: string): Promise<boolean>;
}

export interface Product<T extends ProductRequest> {
  perform(call: ProductCall<T>): Promise<ResourceResult>;
  /**
   * Asks whether `call` was carried out at or after `sinceMs`. Absent: it cannot be asked, and a call whose outcome is
   * unknown is not repeated.
   */
  findDone?(call: ProductCall<T>, sinceMs: number): Promise<ResourceResult | undefined>;
  /** A request that was cut off may be carried out a moment later: until then it is not found. */
  readonly actsLate?: boolean;
}

export type TaskCall = Extract<ProductRequest, { type: 'task.create' | 'interaction.create' }>;
export type ConversationCall = Extract<
  ProductRequest,
  { type: `conversation.${string}` | 'channel.create' | 'member.add' }
>;
export type DocumentCall = Extract<ProductRequest, { type: 'document.update' }>;

export interface Conversations extends Product<ConversationCall> {
  /** Puts a message into `request.message.conversation`. */
  send(request: SendRequest): Promise<MessageResult>;
  findSent?(request: SendRequest, sinceMs: number): Promise<MessageResult | undefined>;
  /**
   * Takes the webhook of a message whose addresses are bound to a conversation; its flow hears of it by a webhook of the
   * conversation. False: it is not for conversations. `isAnswered` says whether a flow has taken this very message before
   * there was a conversation: then it stays the flow's.
   */
  absorbMessage?(accountSid: string, params: WebhookParams, isAnswered?: () => Promise<boolean>): Promise<boolean>;
}

/** How far a message has come. */
export interface MessageFate {
  /** A status of the Messages resource. */
  readonly status: string;
  readonly errorCode: number | null;
}

export interface Products {
  readonly tasks: Product<TaskCall>;
  readonly conversations: Conversations;
  readonly documents: Product<DocumentCall>;
}

/** Which product carries out a request. */
export const productOf: { readonly [T in ProductRequest['type']]: keyof Products } = {
  'task.create': 'tasks',
  'interaction.create': 'tasks',
  'conversation.start': 'conversations',
  'conversation.resume': 'conversations',
  'conversation.leave': 'conversations',
  'conversation.close': 'conversations',
  'channel.create': 'conversations',
  'member.add': 'conversations',
  'document.update': 'documents',
};
