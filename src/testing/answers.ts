/** What a play lets the world answer: to messages, to HTTP requests and to functions. */
import type {
  CallRequest,
  HttpRequest,
  HttpResult,
  MessageResult,
  OutboundMessage,
  ProductRequest,
  ResourceResult,
} from '../engine/effects.ts';
import type { Json, JsonObject } from '../engine/json.ts';
import type { Limits } from '../engine/limits.ts';
import { callResource } from './call-resource.ts';
import { messageResource } from './message-resource.ts';
import { type ProductFacts, productResource } from './product-resource.ts';

/** An answer that came: `json` gives body and content type at once. Status is 200 unless said. */
export interface HttpReply {
  readonly status?: number;
  readonly json?: Json;
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: { readonly [name: string]: string };
  /** Seconds until it is there; beyond the limit of 10 the widget has given up. */
  readonly afterSeconds?: number;
}

/** No answer came, for this reason. */
export interface HttpFailure {
  readonly fails: Extract<HttpResult, { ok: false }>['reason'];
  /** What the debugger entry says; each reason has words of its own. */
  readonly message?: string;
  readonly afterSeconds?: number;
}

export type HttpAnswer = HttpReply | HttpFailure;

/** What the carrier says to a message: accepted unless said otherwise. */
export type MessageAnswer =
  | {
      /** Reports that follow, by status callback. */
      readonly reports?: readonly MessageReport[];
      readonly afterSeconds?: number;
    }
  | { readonly refused: { readonly code: number; readonly message: string }; readonly afterSeconds?: number };

/** What a product says, or the carrier to a call: done unless said otherwise; `resource` replaces fields of what it shows. */
export type ProductAnswer =
  | { readonly resource?: JsonObject; readonly afterSeconds?: number }
  | { readonly refused: { readonly code: number; readonly message: string }; readonly afterSeconds?: number };

/** One delivery report, so many seconds after the message was accepted. */
export interface MessageReport {
  readonly status: string;
  readonly afterSeconds: number;
  readonly errorCode?: number;
}

/** Which visit asks: the widget's name, and how many times it has asked before. */
export interface Asking {
  readonly state: string;
  readonly earlierCalls: number;
}

/**
 * Answers by the name of the widget that asks (`*`: any other), or a function of the request. A list holds one
 * answer for each visit; its last one is repeated. A function that gives undefined leaves the question open: see
 * `Play.pending`.
 */
export type Answers<Request, Answer> =
  | ((request: Request, asking: Asking) => Answer | undefined)
  | { readonly [state: string]: Answer | readonly Answer[] };

/** The answer for this visit: `missing` when nobody said what it is, undefined when it is left open. */
export function answerFor<Request, Answer>(
  answers: Answers<Request, Answer> | undefined,
  request: Request,
  asking: Asking,
): Answer | undefined | 'missing' {
  if (typeof answers === 'function') return answers(request, asking);
  const found = answers && (Object.hasOwn(answers, asking.state) ? answers[asking.state] : answers['*']);
  if (found === undefined) return 'missing';
  if (!isList(found)) return found;
  return found[Math.min(asking.earlierCalls, found.length - 1)] ?? 'missing';
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** What an HTTP answer becomes within the limits, and after how many seconds. */
export function httpResult(answer: HttpAnswer, limits: Limits): { result: HttpResult; afterSeconds: number } {
  const { afterSeconds = 0 } = answer;
  if (afterSeconds > limits.httpSeconds || ('fails' in answer && answer.fails === 'timeout')) {
    return {
      result: failure('timeout', limits),
      afterSeconds: limits.httpSeconds,
    };
  }
  if ('fails' in answer) return { result: failure(answer.fails, limits, answer.message), afterSeconds };
  const body = answer.body ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
  if (new TextEncoder().encode(body).length > limits.httpBodyBytes) {
    return { result: failure('too-large', limits), afterSeconds };
  }
  const contentType = answer.contentType ?? (answer.json === undefined ? undefined : 'application/json');
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    result: {
      ok: true,
      status: answer.status ?? 200,
      ...(contentType === undefined ? {} : { contentType }),
      body,
      headers: Object.fromEntries(headers),
    },
    afterSeconds,
  };
}

function failure(reason: HttpFailure['fails'], limits: Limits, message?: string): HttpResult {
  const usual: Record<HttpFailure['fails'], string> = {
    timeout: `no answer within ${limits.httpSeconds} seconds`,
    network: 'the connection was refused',
    'too-large': `the answer is larger than ${limits.httpBodyBytes} bytes`,
    refused: 'the host is not allowed',
    redirects: 'it redirects too often',
  };
  return { ok: false, reason, message: message ?? usual[reason] };
}

/** What the carrier's answer to a message becomes. */
export function messageResult(
  answer: MessageAnswer,
  message: OutboundMessage,
  facts: { readonly sid: string; readonly accountSid: string; readonly nowMs: number },
): MessageResult {
  if ('refused' in answer) return { ok: false, ...answer.refused };
  const resource: JsonObject = messageResource(message, facts);
  return { ok: true, resource };
}

/** What a product's answer becomes. */
export function productResult(
  answer: ProductAnswer,
  request: ProductRequest | CallRequest,
  facts: ProductFacts,
): ResourceResult {
  if ('refused' in answer) return { ok: false, ...answer.refused };
  const isOfCall = request.type === 'call.create' || request.type === 'call.record';
  const usual = isOfCall ? callResource(request, facts) : productResource(request, facts);
  return { ok: true, resource: { ...usual, ...answer.resource } };
}

export type ProductAnswers = Answers<ProductRequest, ProductAnswer>;
export type CallAnswers = Answers<CallRequest, ProductAnswer>;
export type HttpAnswers = Answers<HttpRequest, HttpAnswer>;
export type MessageAnswers = Answers<OutboundMessage, MessageAnswer>;
