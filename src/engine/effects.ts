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

/** A task for a person. `attributes` is JSON text. Source: messaging page §10. */
export interface TaskRequest {
  /** `WW…` */
  readonly workflow: string;
  /** Task channel, `TC…` or its unique name. */
  readonly channel: string;
  readonly attributes: string;
  readonly priority: number;
  readonly timeoutSeconds: number;
}

/** A conversation that is handed to a person. Source: messaging page §10. */
export interface InteractionRequest extends TaskRequest {
  readonly conversationSid: string;
}

/** Source: messaging page §12. */
export interface ConversationRequest {
  /** `IS…` */
  readonly serviceSid: string;
  /** Who is talked to: someone with an identity, or an address that is bound to one of ours. */
  readonly participant: {
    readonly identity?: string;
    /** The contact's address and ours. */
    readonly address?: string;
    readonly proxyAddress?: string;
  };
  readonly friendlyName?: string;
  /** JSON text. */
  readonly attributes?: string;
  readonly messagingServiceSid?: string;
  /** ISO 8601 durations. */
  readonly inactiveAfter?: string;
  readonly closedAfter?: string;
  /** Where its messages are reported to. */
  readonly webhookUrl: string;
}

/** What a widget asks of a product beside the carrier; adapters in `products/` carry it out. */
export type ProductRequest =
  | { readonly type: 'task.create'; readonly task: TaskRequest }
  | { readonly type: 'interaction.create'; readonly interaction: InteractionRequest }
  | { readonly type: 'conversation.start'; readonly conversation: ConversationRequest }
  | {
      readonly type: 'conversation.resume';
      readonly conversation: {
        readonly serviceSid: string;
        readonly sid: string;
        /** Events that are reported, e.g. `onMessageAdded`. */
        readonly filters: readonly string[];
        readonly webhookUrl: string;
      };
    }
  /** A run that ends takes its webhook along; `close` also closes the conversation. Source: Studio, Start Conversation. */
  | {
      readonly type: 'conversation.leave' | 'conversation.close';
      readonly conversation: { readonly serviceSid: string; readonly sid: string; readonly webhookSid?: string };
    }
  | {
      readonly type: 'channel.create';
      readonly channel: {
        readonly serviceSid: string;
        readonly uniqueName?: string;
        readonly friendlyName?: string;
        readonly attributes?: string;
      };
    }
  | {
      readonly type: 'member.add';
      readonly member: { readonly serviceSid: string; readonly channelSid: string; readonly identity: string };
    }
  | {
      readonly type: 'document.update';
      readonly document: {
        readonly serviceSid: string;
        readonly uniqueName: string;
        /** JSON text. */
        readonly data: string;
      };
    };

/** A call that is made for a run. Source: voice page §4, carrier page §C3. */
export interface OutboundCall {
  readonly to: string;
  readonly from: string;
  /** Asked for TwiML once somebody, or a machine, has answered. */
  readonly answeredUrl: string;
  /** Told of every status. */
  readonly statusCallback: string;
  /** How long it rings. */
  readonly timeoutSeconds?: number;
  readonly record: boolean;
  readonly recordingChannels?: string;
  readonly recordingStatusCallback?: string;
  readonly trim?: string;
  readonly sendDigits?: string;
  readonly sipAuthUsername?: string;
  readonly sipAuthPassword?: string;
  /** Absent: nobody asks whether a machine has answered. Numbers as the flow gives them, in milliseconds but for the timeout. */
  readonly machineDetection?: {
    readonly mode: 'Enable' | 'DetectMessageEnd';
    readonly timeoutSeconds?: string;
    readonly speechThreshold?: string;
    readonly speechEndThreshold?: string;
    readonly silenceTimeout?: string;
  };
}

/** Recording of a live call. Source: voice page §7, carrier page §C4. */
export type RecordingRequest =
  | {
      readonly do: 'start';
      readonly callSid: string;
      /** Our number in the call: it says which carrier the call is of. */
      readonly number: string;
      readonly channels: string;
      readonly trim: string;
      readonly statusCallback?: string;
      readonly statusCallbackMethod?: string;
      readonly statusCallbackEvents?: readonly string[];
    }
  | { readonly do: 'stop'; readonly callSid: string; readonly number: string };

/** What a widget asks of the carrier about calls. */
export type CallRequest =
  | { readonly type: 'call.create'; readonly call: OutboundCall }
  | { readonly type: 'call.record'; readonly recording: RecordingRequest };

/** What a widget asks of the world; plain data, carried out after the commit. */
export type EffectRequest =
  | ProductRequest
  | CallRequest
  | { readonly type: 'message.send'; readonly message: OutboundMessage }
  | { readonly type: 'http.request'; readonly request: HttpRequest }
  | { readonly type: 'function.run'; readonly request: HttpRequest };

/** An effect with its identity: `key` is the same at every attempt. */
export type Effect = EffectRequest & { readonly key: string; readonly stepSid: string };

/** What was made, as its owner shows it (snake case), or why it was refused. */
export type ResourceResult =
  | { readonly ok: true; readonly resource: JsonObject }
  | { readonly ok: false; readonly code: number | null; readonly message: string };

/** The message as the carrier shows it. */
export type MessageResult = ResourceResult;

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
  | { readonly type: ProductRequest['type'] | CallRequest['type']; readonly result: ResourceResult }
  | { readonly type: 'message.send'; readonly result: MessageResult }
  | { readonly type: 'http.request'; readonly result: HttpResult }
  | { readonly type: 'function.run'; readonly result: HttpResult };
