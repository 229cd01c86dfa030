import type { FastifyInstance, FastifyReply } from 'fastify';

/** For requests that stay open: gives each a signal that fires when its client leaves or the server closes. */
export function openRequests(app: FastifyInstance): (reply: FastifyReply) => AbortSignal {
  const closing = new AbortController();
  // Before the server waits for its requests: these would keep it waiting for ever.
  app.addHook('preClose', async () => closing.abort());
  return (reply) => {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    return AbortSignal.any([closing.signal, left.signal]);
  };
}
