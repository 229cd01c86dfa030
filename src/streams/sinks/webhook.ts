/** Posts batches of CloudEvents as a JSON array, signed as webhooks are. Source: execution-model §12, carrier page §D1. */
import type { CarrierHttp } from '../../carriers/http.ts';
import { signBody } from '../../carriers/signature.ts';
import { type Sink, SinkFailed } from '../sink.ts';
import { post } from './post.ts';

export interface WebhookSinkOptions extends Omit<Sink, 'kind' | 'deliver' | 'close'> {
  readonly url: string;
  /** Key of the signature. */
  readonly token: () => Promise<string | undefined>;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

export function webhookSink({ url, token, http, clock, ...sink }: WebhookSinkOptions): Sink {
  return {
    ...sink,
    kind: 'webhook',
    async deliver(events) {
      const key = await token();
      if (key === undefined) throw new SinkFailed('there is no active account whose token could sign');
      const body = JSON.stringify(events.map(({ event }) => event));
      const signed = signBody(key, url, body);
      await post(http, clock, {
        url: signed.url,
        headers: { 'content-type': 'application/json', 'x-twilio-signature': signed.signature },
        body,
      });
    },
    close: async () => undefined,
  };
}
