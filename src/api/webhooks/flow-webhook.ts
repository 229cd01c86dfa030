/**
 * The flow's webhook: messages, calls, conversations and callbacks of Twilio, of carriers that sign as it does, and of
 * those that report in a shape of their own. Source: execution-model §4.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Carrier } from '../../carriers/carrier.ts';
import { validateSignature } from '../../carriers/signature.ts';
import type { WebhookParams } from '../../engine/events.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { apiError, notFound } from '../errors.ts';
import { type Form, formOf, queryOf } from '../forms.ts';
import { webhookUrl } from '../urls.ts';
import { carrierRequest, refuseFragment, refuseUnreadable, signedUrls } from './carrier-request.ts';
import type { DeliveryAnswer, Inbound } from './inbound.ts';
import { refusalOf } from './reach.ts';

interface Path {
  readonly accountSid: string;
  readonly flowSid: string;
}

export interface FlowWebhookOptions {
  /** False takes requests from anybody: only for a server that nobody else reaches. */
  readonly validatesSignatures: boolean;
  /** Absent: only what the account's own token signs is taken. */
  readonly inbound?: Inbound;
}

export function flowWebhook(options: FlowWebhookOptions): ApiModule {
  return {
    access: 'public',
    register(app, deps) {
      const { inbound } = options;
      app.route<{ Params: Path }>({
        method: ['GET', 'POST'],
        url: '/v1/Accounts/:accountSid/Flows/:flowSid',
        handler: async (request, reply) => {
          refuseFragment(request);
          const { accountSid, flowSid } = request.params;
          const account = await deps.storage.findAccount(accountSid);
          if (account?.status !== 'active') throw notFound(request);
          const sender = senderOf(request, account, options, deps);
          if (inbound && sender?.webhooks?.read) {
            const given = carrierRequest(request, deps);
            const notice = sender.webhooks.read(given);
            if (notice === undefined) refuseUnreadable(request, sender, given);
            // An event that concerns no flow is taken, so that it does not come again.
            if (notice === undefined) return reply.code(200).send();
            const refusal = await refusalOf(inbound.carriers.numbers, sender, notice, { accountSid, flowSid }, deps);
            if (refusal !== undefined) throw apiError(20403, { message: refusal });
            const where = webhookUrl(request, deps, accountSid, flowSid);
            const delivery = { carrier: sender, account, flowSid, notice, request: given, flowUrl: where };
            return sendAnswer(request, reply, await inbound.deliver(delivery, deps));
          }
          const token = request.headers['i-twilio-idempotency-token'];
          const answer = await deps.runtime.receive({
            accountSid,
            flowSid,
            params: webhookParams(request),
            ...(typeof token === 'string' ? { idempotencyToken: token } : {}),
          });
          return sendAnswer(request, reply, answer);
        },
      });
    },
  };
}

/** Answers with what the flow made of a request. */
export function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: DeliveryAnswer): FastifyReply {
  switch (answer.status) {
    case 200:
      if (answer.twiml === undefined) return reply.code(200).send();
      return reply.type('text/xml; charset=utf-8').serializer(String).send(answer.twiml);
    case 204:
      return reply.code(204).send();
    case 400:
      throw apiError(20001, { message: answer.message });
    case 404:
      throw notFound(request);
    default:
      return answer satisfies never;
  }
}

/** Form and query together; of a name that comes twice the first value counts, the form before the query. */
export function webhookParams(request: FastifyRequest): WebhookParams {
  const params = new Map<string, string>();
  for (const [name, value] of [...formOf(request).fields, ...queryOf(request).fields]) {
    if (!params.has(name)) params.set(name, value);
  }
  return Object.fromEntries(params);
}

/**
 * The carrier that made the request; undefined: the account itself, or nobody knows where that does not matter. Throws 403
 * for a request that nobody has signed.
 */
export function senderOf(
  request: FastifyRequest,
  account: AccountRecord,
  { validatesSignatures, inbound }: FlowWebhookOptions,
  deps: ApiDeps,
): Carrier | undefined {
  if (isSigned(request, account, deps)) return undefined;
  const given = carrierRequest(request, deps);
  const candidates = [...(inbound?.carriers.carriers ?? [])]
    .filter(([name, { webhooks }]) => inbound?.carriers.serves(name, account.sid) && webhooks?.recognizes(given))
    .map(([, carrier]) => carrier);
  const sender = candidates.find(({ webhooks }) => !validatesSignatures || webhooks?.isAuthentic(given));
  if (sender || !validatesSignatures) return sender;
  throw apiError(20403, { message: unsigned(request, candidates) });
}

function isSigned(request: FastifyRequest, account: AccountRecord, deps: ApiDeps): boolean {
  const header = request.headers['x-twilio-signature'];
  return validateSignature({
    token: account.authToken,
    signature: typeof header === 'string' ? header : undefined,
    urls: signedUrls(request, deps),
    ...signedPart(request, formOf(request)),
  });
}

function unsigned(request: FastifyRequest, candidates: readonly Carrier[]): string {
  const [other] = candidates.filter(({ webhooks }) => webhooks?.read);
  if (other) return `The webhook is not one of carrier "${other.name}": check its keys and secrets in atelier.yaml`;
  return request.headers['x-twilio-signature'] === undefined
    ? 'The webhook is not signed: X-Twilio-Signature is missing'
    : 'X-Twilio-Signature does not fit: check the auth token and the public URL (ATELIER_PUBLIC_URL)';
}

/** A form's fields are signed one by one, any other body by its hash in the query. */
function signedPart(request: FastifyRequest, { fields, text }: Form) {
  const isJson = /json/i.test(request.headers['content-type'] ?? '');
  return isJson ? { body: text } : { form: fields };
}
