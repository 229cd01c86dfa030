/** Posts each debugger entry as a form, signed. Source: limits-and-errors §6. */
import { signForm } from '../../carriers/signature.ts';
import { type Sink, SinkFailed } from '../sink.ts';
import { post } from './post.ts';
import type { WebhookSinkOptions } from './webhook.ts';

export function debuggerSink({ url, token, http, clock, ...sink }: WebhookSinkOptions): Sink {
  return {
    ...sink,
    kind: 'debugger',
    // One form holds one entry.
    batchEvents: 1,
    async deliver(events) {
      const key = await token();
      if (key === undefined) throw new SinkFailed('there is no active account whose token could sign');
      for (const { event } of events) {
        const fields = Object.entries(event).map(([name, value]) => [name, String(value)] as const);
        await post(http, clock, {
          url,
          headers: {
            'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
            'x-twilio-signature': signForm(key, url, fields),
          },
          body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
        });
      }
    },
    close: async () => undefined,
  };
}
