import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { flowsQuery, numbersQuery } from '../api/queries.ts';
import type { CardFacts } from '../graph/card-body.ts';
import { useSession } from './session.ts';

/** What the cards of a flow say that its definition does not: numbers that point to it, and names of other flows. */
export function useFlowFacts(flowSid: string): CardFacts {
  const { sid: accountSid } = useSession().account;
  const { data: flows } = useQuery(flowsQuery);
  const { data: numbers } = useQuery(numbersQuery(accountSid));
  return useMemo(() => {
    const url = flows?.find(({ sid }) => sid === flowSid)?.webhookUrl;
    const pointing = numbers?.filter(({ smsUrl, voiceUrl }) => smsUrl === url || voiceUrl === url) ?? [];
    return {
      numbers: pointing.map(({ number }) => number),
      nameOf: (sid) => flows?.find((flow) => flow.sid === sid)?.name,
    };
  }, [flows, numbers, flowSid]);
}
