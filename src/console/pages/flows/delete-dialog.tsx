import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { countActive, deleteFlow, type FlowRow } from '../../api/flows.ts';
import { numbersQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import { useSession } from '../../app/session.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { readFlowSearch } from './flow-search.ts';

interface Props {
  readonly flow: FlowRow;
  readonly onClose: () => void;
}

/** Says what goes with the flow, and asks once. */
export function DeleteDialog({ flow, onClose }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { sid: accountSid } = useSession().account;
  const active = useQuery({ queryKey: ['active', flow.sid], queryFn: () => countActive(flow.sid), staleTime: 0 });
  const numbers = useQuery(numbersQuery(accountSid));
  const pointing = numbers.data?.filter(({ smsUrl, voiceUrl }) => [smsUrl, voiceUrl].includes(flow.webhookUrl)).length;
  const isCounted = active.data !== undefined && pointing !== undefined;
  const effects = [
    ...(active.data ? [t.flows.delete.executions(active.data)] : []),
    ...(pointing ? [t.flows.delete.numbers(pointing)] : []),
  ];
  return (
    <FormDialog
      title={t.flows.delete.title(flow.name, flow.revision)}
      submit={t.flows.delete.submit}
      isDangerous
      onClose={onClose}
      onSubmit={async () => {
        await deleteFlow(flow.sid);
        onClose();
        await navigate({ to: '/flows', search: readFlowSearch });
        await queryClient.invalidateQueries({ queryKey: ['flows'] });
        showToast({ text: t.flows.done.deleted(flow.name) });
        announce(t.flows.done.deleted(flow.name));
      }}
    >
      <p>{isCounted ? effects.join(' ') || t.flows.delete.nothing : t.flows.delete.counting}</p>
    </FormDialog>
  );
}
