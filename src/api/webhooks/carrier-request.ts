import type { FastifyRequest } from 'fastify';
import type { Carrier, WebhookRequest } from '../../carriers/carrier.ts';
import type { ApiDeps } from '../app.ts';
import { apiError } from '../errors.ts';
import { formOf, queryOf } from '../forms.ts';
import { baseUrl, originForm } from '../urls.ts';

/** A request as carriers check and read it. */
export function carrierRequest(request: FastifyRequest, deps: ApiDeps): WebhookRequest {
  return {
    method: request.method,
    urls: signedUrls(request, deps),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    ),
    query: queryOf(request).fields,
    body: formOf(request).text,
    nowMs: deps.clock.now(),
  };
}

/** The request's URL as its sender may have signed it: at the public address, or at the host that it was sent to. */
export function signedUrls(request: FastifyRequest, deps: ApiDeps): readonly string[] {
  const bases = [deps.webhookBase, deps.publicUrl, baseUrl(request, {})];
  return bases.flatMap((base) =>
    base === undefined ? [] : `${base.replace(/\/+$/, '')}${originForm(request.originalUrl)}`,
  );
}

/** No client sends a fragment, and no signature covers it: what stands behind it would be believed unsigned. */
export function refuseFragment(request: FastifyRequest): void {
  if (request.originalUrl.includes('#')) throw apiError(20001, { message: 'The request target holds a "#"' });
}

/** A request of the carrier that nobody can read is refused, so that the carrier keeps it and somebody hears of it. */
export function refuseUnreadable(request: FastifyRequest, carrier: Carrier, given: WebhookRequest): void {
  const why = carrier.webhooks?.unreadable?.(given);
  if (why === undefined) return;
  request.log.warn({ carrier: carrier.name }, why);
  throw apiError(20001, { message: why });
}
