/** Documents of Sync. Source: Sync, Document resource. */
import { isDeepStrictEqual } from 'node:util';
import { resourceResult, type TwilioAccount, TwilioRest } from '../../carriers/twilio-rest.ts';
import type { DocumentCall, Product } from '../products.ts';

export interface TwilioDocumentOptions extends TwilioAccount {
  /** Base address, without a slash at the end. */
  readonly syncUrl?: string;
}

/** Writing the same once more changes nothing but the revision, so that little has to be asked. */
export function twilioDocuments(options: TwilioDocumentOptions): Product<DocumentCall> {
  const client = new TwilioRest(options);
  const { syncUrl = 'https://sync.twilio.com/v1' } = options;
  const listUrl = ({ document }: DocumentCall) =>
    `${syncUrl}/Services/${encodeURIComponent(document.serviceSid)}/Documents`;
  const urlOf = (request: DocumentCall) => `${listUrl(request)}/${encodeURIComponent(request.document.uniqueName)}`;

  const update = (request: DocumentCall) => client.post(urlOf(request), [['Data', request.document.data]]);

  return {
    async perform({ request }) {
      const updated = await update(request);
      if (updated.status !== 404) return resourceResult(updated);
      const { uniqueName, data } = request.document;
      const created = await client.post(listUrl(request), [
        ['UniqueName', uniqueName],
        ['Data', data],
      ]);
      // Someone else made it in between (54301).
      return resourceResult(created.status === 409 ? await update(request) : created);
    },

    async findDone({ request }) {
      const { status, body } = await client.get(urlOf(request));
      const isDone = status < 300 && isDeepStrictEqual(body.data, JSON.parse(request.document.data));
      return isDone ? { ok: true, resource: body } : undefined;
    },
  };
}
