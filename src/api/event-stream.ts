/** Server-sent events: what is common to all that tell of things as they happen. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../runtime/clock.ts';

const keepAliveMs = 15_000;

export interface EventStreamOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Absent: always. */
  readonly mayGoOn?: () => Promise<boolean>;
}

/**
 * Sends what `source` gives, each a whole event as text, until `signal` fires or it ends. Meanwhile a comment every 15
 * seconds, so that proxies do not take the connection for dead; before each, `mayGoOn` is asked.
 */
export function sendEvents(
  reply: FastifyReply,
  source: AsyncIterable<string>,
  { clock, signal, mayGoOn = async () => true }: EventStreamOptions,
): FastifyReply {
  return reply
    .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .send(Readable.from(stream(source, clock, signal, mayGoOn)));
}

async function* stream(
  source: AsyncIterable<string>,
  clock: Clock,
  signal: AbortSignal,
  mayGoOn: () => Promise<boolean>,
): AsyncGenerator<string> {
  yield ': connected\n\n';
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  while (!signal.aborted) {
    const quiet = Promise.withResolvers<'quiet'>();
    const cancel = clock.at(clock.now() + keepAliveMs, () => quiet.resolve('quiet'));
    const result = await Promise.race([next, quiet.promise]).finally(cancel);
    if (result === 'quiet') {
      if (!(await mayGoOn())) return;
      yield ':\n\n';
      continue;
    }
    if (result.done) return;
    yield result.value;
    next = iterator.next();
  }
}
