import type { FastifyRequest } from 'fastify';
import type { WebhookRequest } from '../../carriers/carrier.ts';
import type { ApiDeps } from '../app.ts';
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
