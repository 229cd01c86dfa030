import type { FastifyRequest } from 'fastify';
import { parseJson } from '../../engine/json.ts';
import type { DocumentName, DocumentStore } from '../../products/document-store.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { ApiError, notFound } from '../errors.ts';
import { formOf } from '../forms.ts';
import { invalid, required, text } from '../parameters.ts';

const path = '/local/documents/:serviceSid/:uniqueName';

/** The documents that flows write, by service and name (ext). */
export function documents(store: DocumentStore): ApiModule {
  return {
    access: 'account',
    register(app) {
      app.get(path, async (request) => {
        const document = store.find(nameOf(request));
        if (document === undefined) throw notFound(request);
        return document;
      });

      app.post(path, async (request, reply) => {
        const data = required(formOf(request), 'Data', text());
        if (parseJson(data) === undefined) throw invalid('Data', 'it must be JSON');
        const name = nameOf(request);
        const isNew = store.find(name) === undefined;
        const written = store.write(name, data);
        if (!written.ok) throw new ApiError(400, written.code, written.message);
        return reply.code(isNew ? 201 : 200).send(written.resource);
      });

      app.delete(path, async (request, reply) => {
        if (!store.remove(nameOf(request))) throw notFound(request);
        return reply.code(204).send();
      });
    },
  };
}

function nameOf(request: FastifyRequest): DocumentName {
  const { serviceSid = '', uniqueName = '' } = request.params as { serviceSid?: string; uniqueName?: string };
  return { accountSid: accountOf(request).sid, serviceSid, uniqueName };
}
