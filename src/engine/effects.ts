import type { JsonObject } from './json.ts';

/** A message that leaves through the carrier, or into a conversation. Source: messaging page §3. */
export interface OutboundMessage {
  readonly to: string;
  /** Sender address; absent when `messagingServiceSid` chooses it. */
  readonly from?: string;
  readonly messagingServiceSid?: string;
  readonly body?: string;
  readonly mediaUrls?: readonly string[];
  readonly contentSid?: string;
  /** JSON text of the template's variables, e.g. `{"1":"Ana"}`. */
  readonly contentVariables?: string;
  readonly statusCallback?: string;
  readonly shortenUrls?: boolean;
  /** Set when the message goes into a conversation or a chat channel. */
  readonly conversation?: {
    readonly sid: string;
    readonly serviceSid?: string;
    readonly author?: string;
    readonly attributes?: string;
  };
}

/** One HTTP exchange, fully rendered. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly contentType?: string;
  readonly body?: string;
  /** Form fields of `body`, for the signature. */
  readonly form?: readonly (readonly [string, string])[];
  /** Sign with the account's token as `X-Twilio-Signature`. */
  readonly sign: boolean;
  /** Send the account's credentials as Basic authentication. */
  readonly authenticate: boolean;
}

/** What a widget asks of the world; plain data, carried out after the commit. */
export type EffectRequest =
  | { readonly type: 'message.send'; readonly message: OutboundMessage }
  | { readonly type: 'http.request'; readonly request: HttpRequest }
  | { readonly type: 'function.run'; readonly request: HttpRequest };

/** An effect with its identity: `key` is the same at every attempt. */
export type Effect = EffectRequest & { readonly key: string; readonly stepSid: string };

/** Carrier's answer; `resource` is the message as the carrier shows it (snake case). */
export type MessageResult =
  | { readonly ok: true; readonly resource: JsonObject }
  | { readonly ok: false; readonly code: number | null; readonly message: string };

/** Answer of an HTTP exchange, or why there is none. `headers` has lower-case names. */
export type HttpResult =
  | {
      readonly ok: true;
      readonly status: number;
      /** Media type with parameters as received. */
      readonly contentType?: string;
      readonly body: string;
      readonly headers: { readonly [name: string]: string };
    }
  | {
      readonly ok: false;
      readonly reason: 'timeout' | 'network' | 'too-large' | 'refused' | 'redirects';
      readonly message: string;
    };

/** The outcome of an effect, sent back to the execution. */
export type EffectResult =
  | { readonly type: 'message.send'; readonly result: MessageResult }
  | { readonly type: 'http.request'; readonly result: HttpResult }
  | { readonly type: 'function.run'; readonly result: HttpResult };
