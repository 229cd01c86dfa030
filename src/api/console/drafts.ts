/** Working copies, and revisions as the console saves and reads them: definitions are text. Source: console page §7. */
import type { FastifyRequest } from 'fastify';
import { saveFromConsole } from '../../runtime/drafts.ts';
import type { FlowRecord, RevisionRecord, WorkingCopyRecord } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf, authorOf } from '../auth.ts';
import { type ApiError, apiError, notFound } from '../errors.ts';
import { formOf } from '../forms.ts';
import { JsonText } from '../json-text.ts';
import { getFlow } from '../owned.ts';
import { integer, jsonObject, optional, required, text } from '../parameters.ts';
import { commitMessage, flowBodyLimit, friendlyName, invalidDefinition, status } from '../v2/flow-form.ts';
import type { Live } from './live.ts';
import { presentEdit, presentRevision } from './live-events.ts';

const flowPath = '/console/api/flows/:flowSid';
const notesBytes = 1024 * 1024;

export function consoleDrafts(live: Live): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      const { storage, clock, limits } = context;

      app.get(`${flowPath}/working-copy`, async (request, reply) => {
        const flow = await getFlow(request, storage);
        const copy = await storage.findWorkingCopy(flow.sid);
        // No error: most flows have none, and browsers log each 404.
        if (copy === undefined) return reply.code(204).send();
        return reply.header('etag', `"${copy.version}"`).send(presentCopy(copy));
      });

      app.put(`${flowPath}/working-copy`, { bodyLimit: flowBodyLimit }, async (request, reply) => {
        const flow = await getFlow(request, storage);
        const form = formOf(request);
        const definition = required(form, 'definition', text());
        if (Buffer.byteLength(definition) > limits.definitionBytes) throw tooLarge(limits.definitionBytes);
        optional(form, 'notes', jsonObject(notesBytes));
        const copy = {
          flowSid: flow.sid,
          baseRevision: required(form, 'base_revision', integer(1, flow.latestRevision)),
          authorSid: authorOf(request),
          savedAtMs: clock.now(),
          notes: optional(form, 'notes', text()) ?? null,
          definition,
        };
        const saved = await storage.saveWorkingCopy(copy, expectedVersion(request));
        if (saved === undefined) throw notFound(request);
        if (saved === 'stale') throw await staleCopy(flow, await storage.findWorkingCopy(flow.sid));
        live.hearEdit(accountOf(request).sid, saved);
        return reply.header('etag', `"${saved.version}"`).send(presentEdit(saved));
      });

      app.delete(`${flowPath}/working-copy`, async (request, reply) => {
        const flow = await getFlow(request, storage);
        if (!(await storage.deleteWorkingCopy(flow.sid))) throw notFound(request);
        return reply.code(204).send();
      });

      app.get<{ Params: { revision: string } }>(`${flowPath}/revisions/:revision`, async (request, reply) => {
        const flow = await getFlow(request, storage);
        const number = numberOf(request.params.revision, flow);
        const revision = number === undefined ? undefined : await storage.findRevision(flow.sid, number);
        if (revision === undefined) throw notFound(request);
        return reply.header('etag', `"${revision.revision}"`).send(presentFull(revision));
      });

      app.post(`${flowPath}/revisions`, { bodyLimit: flowBodyLimit }, async (request, reply) => {
        const flow = await getFlow(request, storage);
        const form = formOf(request);
        const name = optional(form, 'friendly_name', friendlyName);
        const saved = await saveFromConsole(context, flow, {
          baseRevision: baseRevision(request),
          definition: required(form, 'definition', text()),
          status: required(form, 'status', status),
          commitMessage: optional(form, 'commit_message', commitMessage) ?? null,
          authorSid: authorOf(request),
          ...(name === undefined ? {} : { friendlyName: name }),
        });
        switch (saved.outcome) {
          case 'saved':
            reply.code(201).header('etag', `"${saved.revision.revision}"`);
            return reply.send(presentChecked(saved.revision));
          case 'invalid':
            throw invalidDefinition(saved);
          case 'stale':
            throw staleRevision(saved.latest);
          case 'not-found':
            throw notFound(request);
          default:
            return saved satisfies never;
        }
      });
    },
  };
}

/** The revision in `If-Match`, which every save must name. */
function baseRevision(request: FastifyRequest): number {
  const number = quoted(request);
  if (number === undefined) {
    throw apiError(20001, { message: 'If-Match is missing: it takes the revision that is built on, e.g. "14"' });
  }
  return number;
}

/** The version in `If-Match`; absent: any. */
function expectedVersion(request: FastifyRequest): number | undefined {
  return request.headers['if-match'] === undefined ? undefined : quoted(request);
}

function quoted(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  const number = /^"(\d{1,16})"$/.exec(header)?.[1];
  if (number === undefined) throw apiError(20001, { message: 'If-Match is invalid: it takes one number in quotes' });
  return Number(number);
}

function numberOf(word: string, flow: FlowRecord): number | undefined {
  if (word === 'draft') return flow.latestRevision;
  if (word === 'published') return flow.publishedRevision ?? undefined;
  return /^\d{1,15}$/.test(word) ? Number(word) : undefined;
}

function staleRevision(latest: RevisionRecord): ApiError {
  return apiError(20412, {
    message: `Revision ${latest.revision} was saved elsewhere`,
    details: { revision: latest.revision, author_sid: latest.authorSid, saved_ms: latest.createdAtMs },
  });
}

function staleCopy(flow: FlowRecord, copy: WorkingCopyRecord | undefined): ApiError {
  return apiError(20412, {
    message: 'The working copy was saved elsewhere',
    details: copy ? presentEdit(copy) : { flow_sid: flow.sid, version: 0 },
  });
}

function tooLarge(bytes: number): ApiError {
  return apiError(20413, { message: `The definition may only be ${bytes} bytes long` });
}

function presentCopy(copy: WorkingCopyRecord): object {
  const notes = copy.notes === null ? null : new JsonText(copy.notes);
  return { ...presentEdit(copy), notes, definition: copy.definition };
}

function presentChecked(revision: RevisionRecord) {
  return { ...presentRevision(revision), errors: revision.errors, warnings: revision.warnings };
}

/** With the definition as text, to the byte as it was sent. */
function presentFull(revision: RevisionRecord): object {
  return { ...presentChecked(revision), definition: revision.sentText ?? revision.definition };
}
