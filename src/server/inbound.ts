import type { ApiModule } from '../api/app.ts';
import { carrierWebhook } from '../api/webhooks/carrier-webhook.ts';
import { flowWebhook } from '../api/webhooks/flow-webhook.ts';
import { Inbound } from '../api/webhooks/inbound.ts';
import { reportWebhook } from '../api/webhooks/report-webhook.ts';
import type { CarrierHttp } from '../carriers/http.ts';
import type { Storage } from '../storage/storage.ts';
import type { Carriers } from './carriers.ts';
import type { Config } from './config.ts';
import { numberRoutes } from './number-routes.ts';

/** The routes by which carriers reach flows. */
export function inboundModules(
  { file, validatesSignatures }: Pick<Config, 'file' | 'validatesSignatures'>,
  parts: {
    readonly storage: Storage;
    readonly clock: { now(): number };
    readonly carriers: Carriers;
    readonly http: CarrierHttp;
    readonly mainAccountSid: string;
  },
): readonly ApiModule[] {
  const numbers = numberRoutes(file, parts);
  const served = new Map<string, Set<string>>();
  for (const { carrier = file.default_carrier ?? 'simulator', account } of Object.values(file.numbers ?? {})) {
    if (account !== undefined) served.set(carrier, (served.get(carrier) ?? new Set()).add(account));
  }
  // The carriers are the operator's: of other accounts they reach those that have a number of theirs.
  const serves = (carrier: string, accountSid: string) =>
    accountSid === parts.mainAccountSid || served.get(carrier)?.has(accountSid) === true;
  const inbound = new Inbound({ carriers: parts.carriers.byName, numbers, serves, http: parts.http });
  const options = { validatesSignatures, inbound };
  return [flowWebhook(options), reportWebhook(options), carrierWebhook(options)];
}
