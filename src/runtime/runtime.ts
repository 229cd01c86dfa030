import type { WebhookParams } from '../engine/events.ts';
import type { JsonObject } from '../engine/json.ts';
import type { ExecutionRecord, Stop } from '../storage/storage.ts';
import type { ResendResult } from './outbound.ts';
import type { AdoptedMessage, PostRequest } from './posted.ts';

/** A REST start: `POST …/Executions`. */
export interface StartRequest {
  readonly accountSid: string;
  readonly flowSid: string;
  /** Contact's address. */
  readonly to: string;
  /** Our address. */
  readonly from: string;
  readonly parameters: JsonObject;
  /** `RQ…`, becomes `initiated_by`. */
  readonly requestSid: string;
}

export type StartResult =
  /** `execution` as it was before the flow ran: always active (rest-api §6). */
  | { readonly outcome: 'created'; readonly execution: ExecutionRecord }
  /** The pair has an active execution already; nothing was started. */
  | { readonly outcome: 'conflict'; readonly execution: ExecutionRecord }
  /** No such flow in this account, or no revision that this contact may run. */
  | { readonly outcome: 'not-found' };

/** A request at the flow's webhook URL, its signature already checked. */
export interface InboundRequest {
  readonly accountSid: string;
  readonly flowSid: string;
  /** Query and form parameters together; form wins. `FlowEvent` and `Step` are still in. */
  readonly params: WebhookParams;
  /** `I-Twilio-Idempotency-Token` of a retried delivery. */
  readonly idempotencyToken?: string;
}

export type InboundAnswer =
  | { readonly status: 200; readonly twiml: string }
  /** A notification: no body. */
  | { readonly status: 204 }
  /** Neither a message, a call, a conversation nor an event. */
  | { readonly status: 400; readonly message: string }
  /** Unknown account or flow, or nothing published for this contact. */
  | { readonly status: 404 };

/** Runs flows: one transaction per event, effects after the commit, deadlines. */
export interface Runtime {
  /** Picks up what an earlier process left, then keeps watch over deadlines. */
  begin(): Promise<void>;
  startByRequest(request: StartRequest): Promise<StartResult>;
  /** Ends an active execution; an ended one stays as it is. Undefined when there is none. */
  endExecution(executionSid: string, by?: Stop): Promise<ExecutionRecord | undefined>;
  /** Ends, if need be, and removes. False when there was none. */
  deleteExecution(executionSid: string): Promise<boolean>;
  /** Removes a flow; its executions are gone with it, active ones too. False when there was none. */
  deleteFlow(flowSid: string): Promise<boolean>;
  /** Answers a webhook as the flow wants; a repeated delivery gets the answer of the first. */
  receive(request: InboundRequest): Promise<InboundAnswer>;
  /**
   * Takes a delivery report on a message of no run; `accountSid`: it is about that account's, else about any. False: it is
   * about none that is known.
   */
  receiveReport(params: InboundRequest['params'], accountSid?: string): Promise<boolean>;
  /** Takes a message of no run into the outbox, once for each key: it leaves as those of runs do. */
  post(request: PostRequest): Promise<void>;
  /** Makes messages of no run known that left before the outbox knew of them. */
  adopt(messages: readonly AdoptedMessage[]): Promise<void>;
  /** Sends a message that failed again: as a new one, once. What waits for the first one does not hear of it. */
  resend(accountSid: string, key: string): Promise<ResendResult>;
  /** Resolves when no effect is under way and nothing is due: for tests and for a clean stop. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
