/** The network between the telephone network and the flow, within one process: nothing leaves it. */
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { RecordedSound } from '../../carriers/network-calls.ts';
import type { InboundAnswer, InboundRequest } from '../../runtime/runtime.ts';

type Request = Parameters<CarrierHttp['request']>[0];

export interface LoopbackOptions {
  /** Base of the flow webhooks, without a slash at the end. */
  readonly webhookBase: string;
  receive(request: InboundRequest): Promise<InboundAnswer>;
  /** A recording of the network itself; undefined: there is none. */
  readRecording(accountSid: string, sid: string): Promise<RecordedSound | undefined>;
  /** Everything else: sounds, TwiML elsewhere, callbacks of the flow's author. */
  fetch(request: Request): Promise<CarrierHttpResult>;
}

export class Loopback implements CarrierHttp {
  readonly #options: LoopbackOptions;

  constructor(options: LoopbackOptions) {
    this.#options = options;
  }

  async request(request: Request): Promise<CarrierHttpResult> {
    const flow = this.#flowOf(request.url);
    if (flow === undefined) return (await this.#recording(request.url)) ?? this.#options.fetch(request);
    const form = new URLSearchParams(request.body ?? '');
    const query = new URL(request.url).searchParams;
    // The form goes before the query, as at the flow's webhook.
    const params = { ...Object.fromEntries(query), ...Object.fromEntries(form) };
    const token = request.headers?.['i-twilio-idempotency-token'];
    const answer = await this.#options.receive({
      ...flow,
      params,
      ...(token === undefined ? {} : { idempotencyToken: token }),
    });
    return answered(request.url, answer);
  }

  /** What was recorded may be played, by its address. */
  async #recording(url: string): Promise<CarrierHttpResult | undefined> {
    const base = `${this.#options.webhookBase}/2010-04-01/Accounts/`;
    if (!url.startsWith(base)) return undefined;
    const [, accountSid, sid] = /^(AC\w+)\/Recordings\/(RE\w+)(?:\.\w+)?(?:\?|$)/.exec(url.slice(base.length)) ?? [];
    const sound = accountSid && sid ? await this.#options.readRecording(accountSid, sid) : undefined;
    if (!sound) return undefined;
    const { contentType, chunks } = sound;
    const bytes = Buffer.concat([...chunks]);
    return { ok: true, status: 200, contentType, body: '', bytes, headers: {}, finalUrl: url };
  }

  #flowOf(url: string): { readonly accountSid: string; readonly flowSid: string } | undefined {
    const base = `${this.#options.webhookBase}/v1/Accounts/`;
    if (!url.startsWith(base)) return undefined;
    const [, accountSid, flowSid] = /^(AC\w+)\/Flows\/(FW\w+)(?:\?|$)/.exec(url.slice(base.length)) ?? [];
    return accountSid === undefined || flowSid === undefined ? undefined : { accountSid, flowSid };
  }
}

function answered(url: string, answer: InboundAnswer): CarrierHttpResult {
  const { status } = answer;
  const isDocument = status === 200;
  return {
    ok: true,
    status,
    body: isDocument ? answer.twiml : '',
    headers: {},
    finalUrl: url,
    ...(isDocument ? { contentType: 'text/xml' } : {}),
  };
}
