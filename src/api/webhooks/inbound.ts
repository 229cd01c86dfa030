/** What a carrier reports, handed to the flow, and its answer carried out where the carrier does not do it. */
import type { FastifyBaseLogger } from 'fastify';
import type { Carrier, CarrierNotice, WebhookRequest } from '../../carriers/carrier.ts';
import type { CarrierHttp } from '../../carriers/http.ts';
import { deliverInbound, type Reply } from '../../carriers/messaging-twiml.ts';
import type { WebhookParams } from '../../engine/events.ts';
import type { InboundAnswer } from '../../runtime/runtime.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiDeps } from '../app.ts';
import { sendReply } from './replies.ts';

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

/** Answers what carriers report. Holds the answers that are being carried out, so that a repeat waits for the same. */
export class Inbound {
  readonly #deps: ApiDeps;
  readonly #parts: InboundCarriers;
  readonly #carriedOut = new Map<string, Promise<void>>();

  constructor(deps: ApiDeps, parts: InboundCarriers) {
    this.#deps = deps;
    this.#parts = parts;
  }

  get numbers(): NumberRoutes {
    return this.#parts.numbers;
  }

  async deliver(delivery: Delivery): Promise<DeliveryAnswer> {
    const { account, flowSid, notice } = delivery;
    const params = this.#paramsOf(delivery);
    const token = delivery.request.headers['i-twilio-idempotency-token'];
    const answer = await this.#deps.runtime.receive({
      accountSid: account.sid,
      flowSid,
      params: { ...keptQuery(delivery), ...params },
      ...(token === undefined ? {} : { idempotencyToken: token }),
    });
    const isTwimlTaken = params.CallSid !== undefined || (delivery.carrier.webhooks?.takesTwiml ?? true);
    if (isTwimlTaken || answer.status === 400 || answer.status === 404) return answer;
    if (answer.status === 200 && notice.kind === 'message') await this.#carryOut(delivery, params, answer.twiml);
    return { status: 200 };
  }

  /** The account's SID and the number's service are ours to say where the carrier knows neither. */
  #paramsOf({ account, notice: { kind, params } }: Delivery): { readonly [name: string]: string } {
    const service = kind === 'message' ? this.#parts.numbers.serviceOf(params.To ?? '') : undefined;
    return {
      AccountSid: account.sid,
      ...(service === undefined || params.CallSid !== undefined ? {} : { MessagingServiceSid: service }),
      ...params,
    };
  }

  /** Once for each message: a repeat gets the same TwiML of the runtime, which then has been carried out already. */
  #carryOut(delivery: Delivery, params: { readonly [name: string]: string }, twiml: string): Promise<void> {
    const { MessageSid: sid = '' } = params;
    const key = `${delivery.flowSid} ${sid}`;
    const known = sid === '' ? undefined : this.#carriedOut.get(key);
    if (known) return known;
    const carriedOut = this.#follow(delivery, params, twiml).catch((error: unknown) => {
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

  async #follow(delivery: Delivery, params: { readonly [name: string]: string }, twiml: string): Promise<void> {
    const { carrier, account, flowUrl } = delivery;
    const { MessageSid: sid = '', From: from = '', To: to = '' } = params;
    const outcome = await deliverInbound(
      { http: this.#parts.http, token: account.authToken, log: this.#deps.logger },
      { sid, from, to, params: Object.entries(params) },
      { url: flowUrl, method: 'POST', fallbackUrl: '', fallbackMethod: '' },
      { contentType: 'text/xml', body: twiml, url: flowUrl },
    );
    for (const [place, reply] of outcome.replies.entries()) {
      await this.#send(carrier, account, reply, `${sid}:twiml:${place}`, this.#deps.logger);
    }
  }

  async #send(carrier: Carrier, account: AccountRecord, reply: Reply, key: string, logger: FastifyBaseLogger) {
    const result = await sendReply({ carrier, clock: this.#deps.clock }, account.sid, key, reply);
    if (result.ok) return;
    logger.warn({ carrier: carrier.name, key, code: result.code, what: result.message }, 'a TwiML reply was not sent');
  }
}

/** The query stays beside the parameters: `FlowEvent` and `Step` of a callback, and what the operator added. */
function keptQuery({ carrier, request }: Delivery): WebhookParams {
  const secret = carrier.webhooks?.secretParameter;
  const kept = request.query.filter(([name]) => name !== secret);
  // Of a name that comes twice the first value counts.
  return Object.fromEntries(kept.toReversed());
}
