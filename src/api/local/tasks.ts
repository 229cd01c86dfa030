import type { FastifyRequest } from 'fastify';
import { type InboxTask, type TaskAction, type TaskInbox, type TaskPlace, taskStatuses } from '../../products/inbox.ts';
import type { Cursor, PageRequest } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { apiError, notFound } from '../errors.ts';
import { formOf, queryOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { givenFilters, readPaging, studioPage } from '../paging.ts';
import { oneOf, optional, required, text } from '../parameters.ts';
import { baseUrl } from '../urls.ts';

/** Longer than any name or sentence (ext). */
const maxTextCharacters = 1_000;

/** `assigned` is what TaskRouter calls a task that was accepted. */
const actionOf = {
  reserved: 'reserved',
  accepted: 'accepted',
  assigned: 'accepted',
  rejected: 'rejected',
  completed: 'completed',
  canceled: 'canceled',
} as const satisfies Record<string, TaskAction>;

const actionWord = oneOf('reserved', 'accepted', 'assigned', 'rejected', 'completed', 'canceled');

/** The task inbox: who waits for a person, and what became of them (ext). */
export function tasks(inbox: TaskInbox): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      app.get('/local/tasks', async (request) => {
        const query = queryOf(request);
        const paging = readPaging(request, query);
        const status = optional(query, 'AssignmentStatus', oneOf(...taskStatuses));
        const found = inbox.list(accountOf(request).sid, {
          ...(status === undefined ? {} : { status }),
          ...placesOf(paging.request),
        });
        return studioPage(paging, found, {
          key: 'tasks',
          baseUrl: baseUrl(request, context),
          filters: givenFilters(query, ['AssignmentStatus']),
          cursorOf,
          present,
        });
      });

      app.get('/local/tasks/:taskSid', async (request) => {
        return present(found(request, inbox.find(accountOf(request).sid, sidParam(request, 'taskSid', 'WT'))));
      });

      app.post('/local/tasks/:taskSid', async (request) => {
        const form = formOf(request);
        const worker = optional(form, 'Worker', text(maxTextCharacters));
        const reason = optional(form, 'Reason', text(maxTextCharacters));
        const sid = sidParam(request, 'taskSid', 'WT');
        const change = {
          action: actionOf[required(form, 'AssignmentStatus', actionWord)],
          ...(worker === undefined ? {} : { worker }),
          ...(reason === undefined ? {} : { reason }),
        };
        const changed = found(request, inbox.change(accountOf(request).sid, sid, change));
        if (!changed.ok) throw apiError(20409, { message: changed.message });
        return present(changed.task);
      });
    },
  };
}

function found<T>(request: FastifyRequest, value: T | undefined): T {
  if (value === undefined) throw notFound(request);
  return value;
}

/** The task as TaskRouter shows it, and who has it. */
function present({ resource, worker }: InboxTask): object {
  return { ...resource, worker_name: worker };
}

/**
 * Pages know rows by time and SID, the newest first; the order of the inbox is written so: its priority as the time, and
 * for the SID a text that falls as the tasks' numbers rise.
 */
const largestNumber = 10 ** 15;

function cursorOf({ priority, number }: TaskPlace): Cursor {
  return { createdAtMs: priority, sid: String(largestNumber - number).padStart(16, '0') };
}

function placeOf({ createdAtMs, sid }: Cursor): TaskPlace {
  // A cursor that only means "behind all of this priority" has no number.
  const number = /^\d+$/.test(sid) ? largestNumber - Number(sid) : 0;
  return { priority: createdAtMs, number };
}

function placesOf({ limit, after, before }: PageRequest) {
  return {
    limit,
    ...(after === undefined ? {} : { after: placeOf(after) }),
    ...(before === undefined ? {} : { before: placeOf(before) }),
  };
}
