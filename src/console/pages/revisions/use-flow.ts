/** What the pages about revisions know of the flow, kept as it is on the server. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onLive } from '../../api/live.ts';
import { accountsQuery, flowQuery, keysQuery } from '../../api/queries.ts';
import { useSession } from '../../app/session.ts';
import { t } from '../../app/texts.ts';
import { shortSid } from '../../texts/format.ts';

export function useFlowName(flowSid: string): string {
  return useQuery(flowQuery(flowSid)).data?.name ?? '';
}

/** Reads lists and drafts anew when somebody saves. */
export function useLiveRevisions(flowSid: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const refresh = (...keys: readonly string[]) => {
      for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key, flowSid] });
    };
    const ends = [
      onLive('revision', (data) => {
        if (data.flow_sid === flowSid) refresh('revisions', 'version', 'flow');
      }),
      onLive('working-copy', (data) => {
        if (data.flow_sid === flowSid) refresh('version');
      }),
      onLive('reset', () => refresh('revisions', 'version', 'flow')),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [flowSid, queryClient]);
}

/** The name of whoever saved. */
export function useAuthors(): (sid: string | undefined) => string {
  const { account } = useSession();
  const { data: accounts = [] } = useQuery(accountsQuery);
  const { data: keys = [] } = useQuery(keysQuery(account.sid));
  const names = new Map([account, ...accounts, ...keys].map(({ sid, name }) => [sid, name]));
  return (sid) => (sid === undefined ? t.revisions.byRest : names.get(sid) || shortSid(sid));
}
