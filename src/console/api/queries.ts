/** Names under which answers are kept, so that pages that show the same ask once. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listAccounts, listKeys } from './accounts.ts';
import { getConversation, listConversationMessages, listConversations, listParticipants } from './conversations.ts';
import { getRevision } from './drafts.ts';
import { type FlowRow, findPublished, getFlow, listFlows, listTestUsers } from './flows.ts';
import { getHealth } from './health.ts';
import { listNumbers } from './numbers.ts';
import { listRevisions } from './revisions.ts';
import { getSetup, listSinks } from './setup.ts';
import { listTasks, type TaskStatus } from './tasks.ts';

export const flowsQuery = queryOptions({
  queryKey: ['flows'],
  queryFn: ({ signal }) => listFlows(signal),
  placeholderData: keepPreviousData,
});

export const flowQuery = (sid: string) => queryOptions({ queryKey: ['flow', sid], queryFn: () => getFlow(sid) });

/** Number of the published revision, of a flow in which newer drafts may stand. */
export const publishedQuery = ({ sid, revision, latest }: Pick<FlowRow, 'sid' | 'revision' | 'latest'>) =>
  queryOptions({
    queryKey: ['published', sid, revision, latest],
    queryFn: () => (latest === 'published' ? revision : revision === 1 ? null : findPublished(sid)),
    // What was published up to a revision never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const revisionsQuery = (flowSid: string) =>
  queryOptions({
    queryKey: ['revisions', flowSid],
    queryFn: ({ signal }) => listRevisions(flowSid, signal),
    placeholderData: keepPreviousData,
  });

/** One revision with its text, which never changes. */
export const revisionQuery = (flowSid: string, revision: number) =>
  queryOptions({
    queryKey: ['revision', flowSid, revision],
    queryFn: () => getRevision(flowSid, revision),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const testUsersQuery = (sid: string) =>
  queryOptions({ queryKey: ['test-users', sid], queryFn: () => listTestUsers(sid) });

export const numbersQuery = (accountSid: string) =>
  queryOptions({
    queryKey: ['numbers', accountSid],
    queryFn: ({ signal }) => listNumbers(accountSid, signal),
    placeholderData: keepPreviousData,
  });

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => listAccounts(signal),
  placeholderData: keepPreviousData,
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => getHealth(signal),
  refetchInterval: 15_000,
});

export const keysQuery = (accountSid: string) =>
  queryOptions({ queryKey: ['keys', accountSid], queryFn: ({ signal }) => listKeys(accountSid, signal) });

/** Others work on them too. */
const sharedEveryMs = 5_000;

export const tasksQuery = (status: TaskStatus) =>
  queryOptions({
    queryKey: ['tasks', status],
    queryFn: ({ signal }) => listTasks(status, signal),
    refetchInterval: sharedEveryMs,
  });

export const conversationsQuery = queryOptions({
  queryKey: ['conversations'],
  queryFn: ({ signal }) => listConversations(signal),
  refetchInterval: sharedEveryMs,
});

export const conversationQuery = (sid: string) =>
  queryOptions({
    queryKey: ['conversations', sid],
    queryFn: async () => {
      const [conversation, participants, messages] = await Promise.all([
        getConversation(sid),
        listParticipants(sid),
        listConversationMessages(sid),
      ]);
      return { conversation, participants, messages };
    },
    refetchInterval: sharedEveryMs,
  });

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => getSetup(signal),
  retry: false,
});

export const sinksQuery = queryOptions({
  queryKey: ['sinks'],
  queryFn: ({ signal }) => listSinks(signal),
  refetchInterval: sharedEveryMs,
});
