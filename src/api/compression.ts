/** Gzip for clients that ask for it (rest-api §1). */
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

// Below this the frame costs more than it saves.
const worthwhileBytes = 1024;
const compressible = /^(?:application\/(?:json|xml|javascript)|text\/|image\/svg)/;

export function installCompression(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const type = reply.getHeader('content-type');
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!isText || typeof type !== 'string' || !compressible.test(type) || reply.hasHeader('content-encoding')) {
      return done(null, payload);
    }
    reply.header('vary', 'Accept-Encoding');
    if (Buffer.byteLength(payload) < worthwhileBytes || !acceptsCoding(request.headers['accept-encoding'], 'gzip')) {
      return done(null, payload);
    }
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    gzip(payload, done);
  });
}

/** True when `coding` or `*` is named with a weight above 0. */
export function acceptsCoding(header: string | string[] | undefined, coding: string): boolean {
  const entries = String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((entry) => entry.split(';').map((part) => part.trim()));
  const entry = entries.find(([name]) => name === coding) ?? entries.find(([name]) => name === '*');
  const weight = entry?.find((part) => part.startsWith('q='))?.slice(2);
  return entry !== undefined && (weight === undefined || Number(weight) > 0);
}
