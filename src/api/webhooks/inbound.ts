/** What a carrier reports, handed to the flow, and its answer carried out where the carrier does not do it. */
import type { Carrier, CarrierNotice, WebhookRequest } from '../../carriers/carrier.ts';
import type { CarrierHttp } from '../../carriers/http.ts';
import { deliverInbound } from '../../carriers/messaging-twiml.ts';
import type { WebhookParams } from '../../engine/events.ts';
import type { InboundAnswer } from '../../runtime/runtime.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiDeps } from '../app.ts';
import { repliesTo } from './replies.ts';

/** The carriers whose webhooks are taken, and the numbers that they serve. */
export interface InboundCarriers {
  /** By the name that the operator gave them. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  readonly numbers: NumberRoutes;
  /** Accounts whose flows the carrier may reach: its signature opens no others. */
  serves(carrier: string, accountSid: string): boolean;
  /** Fetches the documents that an answer leads to. */
  readonly http: CarrierHttp;
}

/** Which flow answers a number of the settings. */
export interface NumberRoutes {
  find(carrier: string, address: string): Promise<NumberRoute>;
  /** The messaging service that the number is a sender of. */
  serviceOf(address: string): string | undefined;
}

export type NumberRoute =
  | { readonly ok: true; readonly accountSid: string; readonly flowSid: string }
  /** `message` names the setting that is missing or wrong. */
  | { readonly ok: false; readonly message: string };

/** One notice on its way to a flow. */
export interface Delivery {
  readonly carrier: Carrier;
  readonly account: AccountRecord;
  readonly flowSid: string;
  readonly notice: CarrierNotice;
  readonly request: WebhookRequest;
  /** Address of the flow's webhook: what relative addresses in its answer are relative to. */
  readonly flowUrl: string;
}

/** `twiml` is absent where it has been carried out, or there is none. */
export type DeliveryAnswer = InboundAnswer | { readonly status: 200; readonly twiml?: undefined };

/** Repeats that are recognised while this process runs; the runtime knows them beyond that. */
const rememberedAnswers = 10_000;

/**
 * Answers what carriers report, at whichever address. Holds the answers that were carried out, so that a repeat waits for
 * the same, and the documents that they lead to are asked for once.
 */
export class Inbound {
  readonly carriers: InboundCarriers;
  readonly #carriedOut = new Map<string, Promise<void>>();

  constructor(carriers: InboundCarriers) {
    this.carriers = carriers;
  }

  async deliver(delivery: Delivery, deps: ApiDeps): Promise<DeliveryAnswer> {
    const { account, flowSid, notice } = delivery;
    const params = this.#paramsOf(delivery);
    const token = delivery.request.headers['i-twilio-idempotency-token'];
    const answer = await deps.runtime.receive({
      accountSid: account.sid,
      flowSid,
      params: { ...keptQuery(delivery), ...params },
      ...(token === undefined ? {} : { idempotencyToken: token }),
    });
    const isTwimlTaken = params.CallSid !== undefined || (delivery.carrier.webhooks?.takesTwiml ?? true);
    if (isTwimlTaken || answer.status === 400 || answer.status === 404) return answer;
    if (answer.status === 200 && notice.kind === 'message') await this.#carryOut(delivery, params, answer.twiml, deps);
    return { status: 200 };
  }

  /** The account's SID and the number's service are ours to say where the carrier knows neither. */
  #paramsOf({ account, notice: { kind, params } }: Delivery): { readonly [name: string]: string } {
    const service = kind === 'message' ? this.carriers.numbers.serviceOf(params.To ?? '') : undefined;
    return {
      AccountSid: account.sid,
      ...(service === undefined || params.CallSid !== undefined ? {} : { MessagingServiceSid: service }),
      ...params,
    };
  }

  /** Once for each message: a repeat gets the same TwiML of the runtime, which then has been carried out already. */
  #carryOut(
    delivery: Delivery,
    params: { readonly [name: string]: string },
    twiml: string,
    deps: ApiDeps,
  ): Promise<void> {
    const { MessageSid: sid = '' } = params;
    const key = `${delivery.flowSid} ${sid}`;
    const known = sid === '' ? undefined : this.#carriedOut.get(key);
    if (known) return known;
    const carriedOut = this.#follow(delivery, params, twiml, deps).catch((error: unknown) => {
      this.#carriedOut.delete(key);
      throw error;
    });
    this.#carriedOut.set(key, carriedOut);
    for (const oldest of this.#carriedOut.keys()) {
      if (this.#carriedOut.size <= rememberedAnswers) break;
      this.#carriedOut.delete(oldest);
    }
    return carriedOut;
  }

  /** Resolves when the replies are in the outbox. */
  async #follow(
    { account, flowSid, flowUrl }: Delivery,
    params: { readonly [name: string]: string },
    twiml: string,
    { runtime, ids, logger }: ApiDeps,
  ): Promise<void> {
    const { MessageSid: sid = '', From: from = '', To: to = '' } = params;
    const outcome = await deliverInbound(
      { http: this.carriers.http, token: account.authToken, log: logger },
      { sid, from, to, params: Object.entries(params) },
      { url: flowUrl, method: 'POST', fallbackUrl: '', fallbackMethod: '' },
      { contentType: 'text/xml', body: twiml, url: flowUrl },
    );
    // A text without a name cannot be known again.
    const answered = { accountSid: account.sid, flowSid, messageSid: sid === '' ? ids.sid('SM') : sid };
    for (const reply of repliesTo(answered, outcome.replies)) await runtime.post(reply);
  }
}

/** The query stays beside the parameters: `FlowEvent` and `Step` of a callback, and what the operator added. */
function keptQuery({ carrier, request }: Delivery): WebhookParams {
  const secret = carrier.webhooks?.secretParameter;
  const kept = request.query.filter(([name]) => name !== secret);
  // Of a name that comes twice the first value counts.
  return Object.fromEntries(kept.toReversed());
}
