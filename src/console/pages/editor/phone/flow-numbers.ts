/** Numbers of the account that lead to a flow. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { numbersQuery } from '../../../api/queries.ts';
import { useSession } from '../../../app/session.ts';

export function useFlowNumbers(flowSid: string): readonly string[] {
  const { data } = useQuery(numbersQuery(useSession().account.sid));
  return useMemo(() => {
    const leads = (url: string) => url.includes(`/Flows/${flowSid}`);
    return (data ?? []).filter(({ smsUrl, voiceUrl }) => leads(smsUrl) || leads(voiceUrl)).map(({ number }) => number);
  }, [data, flowSid]);
}
