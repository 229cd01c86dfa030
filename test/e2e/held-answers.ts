/**
 * An HTTP server that keeps every request open until the test says what the answer is. What a carrier asks (the target of
 * a redirect) is answered at once, with an empty document.
 */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { studioDefaults } from '../../src/engine/limits.ts';
import type { VirtualClock } from '../../src/runtime/clock.ts';
import type { HttpAnswer } from '../../src/testing/index.ts';
import { listen } from '../local-server.ts';

export interface HeldAnswers {
  /** `address:port` */
  readonly host: string;
  /** Resolves as soon as a request is held. */
  asked(): Promise<void>;
  /** Answers the oldest request that is held; a time-out is brought about by the clock. */
  answer(answer: HttpAnswer, clock: VirtualClock): void;
  /** Hangs up on what is still held. */
  drop(): void;
}

export async function openHeldAnswers(t: TestContext): Promise<HeldAnswers> {
  const held: ServerResponse[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    text(request).then((body) => {
      if (new URLSearchParams(body).has('SmsMessageSid')) {
        response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
        return;
      }
      held.push(response);
      for (const resolve of waiting.splice(0)) resolve();
    }, response.destroy);
  });
  const host = await listen(t, server);
  return {
    host,
    asked: () => (held.length > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    answer(answer, clock) {
      const response = held.shift();
      if (!response) throw new Error('no request is held');
      reply(response, answer, clock);
    },
    drop() {
      for (const response of held.splice(0)) response.destroy();
    },
  };
}

function reply(response: ServerResponse, answer: HttpAnswer, clock: VirtualClock): void {
  if ('fails' in answer) {
    if (answer.fails === 'timeout') clock.advance(studioDefaults.httpSeconds * 1000);
    response.destroy();
    return;
  }
  const body = answer.body ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
  const contentType = answer.contentType ?? (answer.json === undefined ? undefined : 'application/json');
  response
    .writeHead(answer.status ?? 200, {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...answer.headers,
    })
    .end(body);
}
