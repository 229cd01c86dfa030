/** Headers of every answer. Source: rest-api §1, Response headers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestPath } from './urls.ts';

const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers':
    'Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Idempotency-Key',
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'ETag, Twilio-Request-Id',
};

const fixedHeaders = {
  'x-home-region': 'us1',
  'x-content-type-options': 'nosniff',
};

/** Puts the headers on every answer and writes one log line for each, without query or body. */
export function installHeaders(app: FastifyInstance): void {
  let concurrent = 0;
  app.addHook('onRequest', (_request, reply, done) => {
    concurrent++;
    reply.header('twilio-concurrent-requests', String(concurrent));
    reply.raw.once('close', () => {
      concurrent--;
    });
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    setHeaders(request, reply);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const took = Math.round(reply.elapsedTime);
    request.log.info(
      { reqId: request.id, method, route: routeOptions.url, status: reply.statusCode, durationMs: took },
      'request',
    );
    done();
  });
}

/** For answers that bypass the hooks: a URL that cannot be decoded. */
export function setHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(fixedHeaders);
  // What the console says to its own pages is for no other site.
  if (!/^\/console(?:\/|$)/.test(requestPath(request))) reply.headers(corsHeaders);
  reply.header('twilio-request-id', request.id);
  reply.header('twilio-request-duration', (reply.elapsedTime / 1000).toFixed(3));
  if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
  // Fastify adds a charset, which JSON does not have; the real service sends none.
  if (reply.getHeader('content-type') === 'application/json; charset=utf-8') {
    reply.header('content-type', 'application/json');
  }
}
