/** A carrier's own webhook, for all its numbers: finds the flow by the number that was written to or called. */
import type { FastifyInstance } from 'fastify';
import type { Carrier, CarrierNotice, WebhookRequest } from '../../carriers/carrier.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { apiError } from '../errors.ts';
import { webhookUrl } from '../urls.ts';
import { carrierRequest, refuseFragment, refuseUnreadable } from './carrier-request.ts';
import { sendAnswer } from './flow-webhook.ts';
import type { Inbound, InboundCarriers, NumberRoute } from './inbound.ts';

/** How far a report may be ahead of the answer to its send: carriers do not wait long for an answer to it. */
const overtakenMs = 1_000;

export interface CarrierWebhookOptions {
  /** False takes requests from anybody: only for a server that nobody else reaches. */
  readonly validatesSignatures: boolean;
  readonly inbound: Inbound;
}

export function carrierWebhook({ validatesSignatures, inbound }: CarrierWebhookOptions): ApiModule {
  return {
    access: 'public',
    register(app, deps) {
      takeEveryBody(app);
      app.route<{ Params: { name: string } }>({
        method: ['GET', 'POST'],
        url: '/carriers/:name',
        handler: async (request, reply) => {
          refuseFragment(request);
          const { name } = request.params;
          const carrier = inbound.carriers.carriers.get(name);
          if (!carrier?.webhooks) {
            throw apiError(20404, { message: `There is no carrier "${name}" that reports here: see atelier.yaml` });
          }
          const given = carrierRequest(request, deps);
          if (validatesSignatures && !carrier.webhooks.isAuthentic(given)) {
            const message = `The webhook is not one of carrier "${name}": check its keys and secrets in atelier.yaml`;
            throw apiError(20403, { message });
          }
          const notice = noticeOf(carrier, given);
          if (notice === undefined) refuseUnreadable(request, carrier, given);
          // An event that concerns no flow is taken, so that it does not come again.
          if (notice === undefined) return reply.code(200).send();
          // A report on a message of no run is for no flow.
          if (notice.kind === 'status' && (await deps.runtime.receiveReport(notice.params)))
            return reply.code(204).send();
          const route = await routeOf(inbound.carriers, carrier, notice, deps);
          if (route === undefined) return reply.code(200).send();
          if (!route.ok) throw apiError(20404, { message: route.message });
          const { accountSid, flowSid } = route;
          const account = await activeAccount(deps, accountSid);
          const flowUrl = webhookUrl(request, deps, accountSid, flowSid);
          const delivery = { carrier, account, flowSid, notice, request: given, flowUrl };
          const answer = await inbound.deliver(delivery, deps);
          if (answer.status !== 404) return sendAnswer(request, reply, answer);
          const message = `Flow ${flowSid} of ${notice.params.To} does not exist, or has no published revision`;
          throw apiError(20404, { message });
        },
      });
    },
  };
}

/** Carriers choose their content types freely: each reads the text itself. */
function takeEveryBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) => ({
    text,
    fields: [],
  }));
}

function noticeOf({ webhooks }: Carrier, request: WebhookRequest): CarrierNotice | undefined {
  if (webhooks?.read) return webhooks.read(request);
  const params = Object.fromEntries([...request.query, ...new URLSearchParams(request.body)]);
  return { kind: params.MessageStatus === undefined ? 'message' : 'status', params };
}

/** Undefined: a report on a message that is none of ours. */
async function routeOf(
  { numbers }: InboundCarriers,
  carrier: Carrier,
  { kind, params }: CarrierNotice,
  { storage, clock }: ApiContext,
): Promise<NumberRoute | undefined> {
  if (kind === 'message') {
    const { To: to = '', From: from = '', CallSid: callSid } = params;
    const route = await numbers.find(carrier.name, to);
    // A call that a flow makes goes out from its number.
    const outgoing = !route.ok && callSid !== undefined ? await numbers.find(carrier.name, from) : route;
    return outgoing.ok ? outgoing : route;
  }
  const { MessageSid: sid = '' } = params;
  let sent = await storage.findOutbound(sid);
  if (!sent) {
    // The report may have overtaken the answer to its send.
    await new Promise<void>((resolve) => void clock.at(clock.now() + overtakenMs, resolve));
    sent = await storage.findOutbound(sid);
  }
  // One of no run was kept at the first look, and has been told by now.
  const { executionSid = null } = sent ?? {};
  const execution = executionSid === null ? undefined : await storage.findExecution(executionSid);
  return execution && { ok: true, accountSid: execution.accountSid, flowSid: execution.flowSid };
}

async function activeAccount({ storage }: ApiContext, accountSid: string): Promise<AccountRecord> {
  const account = await storage.findAccount(accountSid);
  if (account?.status === 'active') return account;
  throw apiError(20404, { message: `Account ${accountSid} of the number does not exist or is not active` });
}
