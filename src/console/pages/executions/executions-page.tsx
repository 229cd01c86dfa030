/** The list of executions, of one flow and of all (console §9, List). */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { flowsQuery, numbersQuery } from '../../api/queries.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { useSession } from '../../app/session.ts';
import { t } from '../../app/texts.ts';
import { ExecutionList } from './execution-list.tsx';

const ofFlow = getRouteApi('/frame/flows/$flowSid/executions');
const ofAll = getRouteApi('/frame/executions');

export function FlowExecutionsPage() {
  const { flowSid } = ofFlow.useParams();
  const search = ofFlow.useSearch();
  const navigate = ofFlow.useNavigate();
  const { sid: accountSid } = useSession().account;
  const { data: numbers = [] } = useQuery(numbersQuery(accountSid));
  return (
    <FlowPage flowSid={flowSid} title={t.frame.flowPages.executions}>
      {(flow) => (
        <ExecutionList
          key={flowSid}
          flow={flow}
          flows={[flow]}
          search={search}
          empty={t.executions.empty(numbers.find(({ smsUrl }) => smsUrl === flow.webhookUrl)?.number)}
          show={(change) => void navigate({ search: change, replace: true })}
        />
      )}
    </FlowPage>
  );
}

export function AllExecutionsPage() {
  const search = ofAll.useSearch();
  const navigate = ofAll.useNavigate();
  const { data: flows = [] } = useQuery(flowsQuery);
  return (
    <ExecutionList
      flows={flows}
      search={search}
      empty={t.executions.emptyAll}
      show={(change) => void navigate({ search: change, replace: true })}
    />
  );
}
