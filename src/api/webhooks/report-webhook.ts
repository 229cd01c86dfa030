/** Reports on messages of no run, at the address that each of them leaves with. */
import type { ApiModule } from '../app.ts';
import { apiError, notFound } from '../errors.ts';
import { carrierRequest, refuseFragment, refuseUnreadable } from './carrier-request.ts';
import { type FlowWebhookOptions, senderOf, webhookParams } from './flow-webhook.ts';
import { refusalOf } from './reach.ts';

/** Whoever may report to a flow of the account may report here. */
export function reportWebhook(options: FlowWebhookOptions): ApiModule {
  return {
    access: 'public',
    register(app, deps) {
      const { inbound } = options;
      app.route<{ Params: { accountSid: string } }>({
        method: ['GET', 'POST'],
        url: '/v1/Accounts/:accountSid/Reports',
        handler: async (request, reply) => {
          refuseFragment(request);
          const { accountSid } = request.params;
          const account = await deps.storage.findAccount(accountSid);
          if (account?.status !== 'active') throw notFound(request);
          const sender = senderOf(request, account, options, deps);
          let params = webhookParams(request);
          if (inbound && sender?.webhooks?.read) {
            const given = carrierRequest(request, deps);
            const notice = sender.webhooks.read(given);
            if (notice === undefined) refuseUnreadable(request, sender, given);
            if (notice?.kind !== 'status') return reply.code(200).send();
            const refusal = await refusalOf(
              inbound.carriers.numbers,
              sender,
              notice,
              { accountSid, flowSid: '' },
              deps,
            );
            if (refusal !== undefined) throw apiError(20403, { message: refusal });
            params = { ...Object.fromEntries(given.query), ...notice.params };
          }
          await deps.runtime.receiveReport(params, accountSid);
          return reply.code(204).send();
        },
      });
    },
  };
}
