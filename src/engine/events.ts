import type { EffectResult } from './effects.ts';
import type { Json } from './json.ts';

/** Parameters of a webhook, after `FlowEvent` and `Step` are taken out; JSON ones are parsed already. */
export type WebhookParams = { readonly [name: string]: Json };

/** The five ways into a flow. Source: execution-model §2. */
export type TriggerEvent =
  | 'incomingMessage'
  | 'incomingCall'
  | 'incomingConversationMessage'
  | 'incomingRequest'
  | 'incomingParent';

/** Something that happened to a running execution. */
export type ExecutionEvent =
  | { readonly type: 'effectResult'; readonly key: string; readonly outcome: EffectResult }
  | { readonly type: 'incomingMessage'; readonly params: WebhookParams; readonly isConversation?: boolean }
  | {
      readonly type: 'messageStatus';
      /** Step SID of the callback URL, where the carrier sent it back. */
      readonly stepSid?: string;
      readonly messageSid: string;
      readonly status: string;
      readonly params: WebhookParams;
    }
  | {
      readonly type: 'callStatus';
      readonly stepSid?: string;
      readonly callSid: string;
      readonly status: string;
      readonly params: WebhookParams;
    }
  /** A callback that names its event: `FlowEvent=<name>` (execution-model §4.1). */
  | {
      readonly type: 'flowEvent';
      readonly name: string;
      readonly stepSid?: string;
      readonly params: WebhookParams;
    }
  | { readonly type: 'deadline' }
  | { readonly type: 'stop'; readonly reason: 'STOPPED' | 'EXPIRED' };
