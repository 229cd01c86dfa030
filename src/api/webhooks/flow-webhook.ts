/** The flow's webhook: messages, calls, conversations and callbacks of the carrier. Source: execution-model §4. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { validateSignature } from '../../carriers/signature.ts';
import type { WebhookParams } from '../../engine/events.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { apiError, notFound } from '../errors.ts';
import { type Form, formOf, queryOf } from '../forms.ts';
import { baseUrl, originForm } from '../urls.ts';

interface Path {
  readonly accountSid: string;
  readonly flowSid: string;
}

/** `validatesSignatures: false` takes requests from anybody: only for a server that nobody else reaches. */
export function flowWebhook(options: { readonly validatesSignatures: boolean }): ApiModule {
  return {
    access: 'public',
    register(app, deps) {
      app.route<{ Params: Path }>({
        method: ['GET', 'POST'],
        url: '/v1/Accounts/:accountSid/Flows/:flowSid',
        handler: async (request, reply) => {
          const { accountSid, flowSid } = request.params;
          const account = await deps.storage.findAccount(accountSid);
          if (account?.status !== 'active') throw notFound(request);
          if (options.validatesSignatures) checkSignature(request, account, deps);
          const token = request.headers['i-twilio-idempotency-token'];
          const answer = await deps.runtime.receive({
            accountSid,
            flowSid,
            params: webhookParams(request),
            ...(typeof token === 'string' ? { idempotencyToken: token } : {}),
          });
          switch (answer.status) {
            case 200:
              return sendTwiml(reply, answer.twiml);
            case 204:
              return reply.code(204).send();
            case 400:
              throw apiError(20001, { message: answer.message });
            case 404:
              throw notFound(request);
            default:
              return answer satisfies never;
          }
        },
      });
    },
  };
}

function sendTwiml(reply: FastifyReply, twiml: string): FastifyReply {
  return reply.type('text/xml; charset=utf-8').serializer(String).send(twiml);
}

/** Form and query together; of a name that comes twice the first value counts, the form before the query. */
function webhookParams(request: FastifyRequest): WebhookParams {
  const params = new Map<string, string>();
  for (const [name, value] of [...formOf(request).fields, ...queryOf(request).fields]) {
    if (!params.has(name)) params.set(name, value);
  }
  return Object.fromEntries(params);
}

function checkSignature(request: FastifyRequest, account: AccountRecord, deps: ApiDeps): void {
  const header = request.headers['x-twilio-signature'];
  const bases = [deps.webhookBase, deps.publicUrl, baseUrl(request, {})];
  const isRight = validateSignature({
    token: account.authToken,
    signature: typeof header === 'string' ? header : undefined,
    urls: bases.flatMap((base) =>
      base === undefined ? [] : `${base.replace(/\/+$/, '')}${originForm(request.originalUrl)}`,
    ),
    ...signedPart(request, formOf(request)),
  });
  if (isRight) return;
  const message =
    header === undefined
      ? 'The webhook is not signed: X-Twilio-Signature is missing'
      : 'X-Twilio-Signature does not fit: check the auth token and the public URL (ATELIER_PUBLIC_URL)';
  throw apiError(20403, { message });
}

/** A form's fields are signed one by one, any other body by its hash in the query. */
function signedPart(request: FastifyRequest, { fields, text }: Form) {
  const isJson = /json/i.test(request.headers['content-type'] ?? '');
  return isJson ? { body: text } : { form: fields };
}
