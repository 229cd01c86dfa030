import { ActionIcon, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createFlow, type FlowRow, getFlow } from '../../api/flows.ts';
import { announce } from '../../app/announce.tsx';
import { tellFailure } from '../../app/failure.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { Icon } from '../../theme/icons.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { exportFlow } from './export-flow.ts';
import { RenameDialog } from './rename-dialog.tsx';

/** What can be done with a flow of the list. */
export function FlowMenu({ flow }: { readonly flow: FlowRow }) {
  const [dialog, setDialog] = useState<'rename' | 'delete'>();
  const navigate = useNavigate();
  const duplicate = useDuplicate(flow);
  const close = () => setDialog(undefined);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t.flows.list.actionsOf(flow.name)}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="info" />}
            onClick={() => void navigate({ to: '/flows/$flowSid/details', params: { flowSid: flow.sid } })}
          >
            {t.flows.actions.details}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="pencil" />} onClick={() => setDialog('rename')}>
            {t.flows.actions.rename}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="copy" />} onClick={() => void duplicate()}>
            {t.flows.actions.duplicate}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="export" />} onClick={() => void exportFlow(flow)}>
            {t.flows.actions.export}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="error" leftSection={<Icon name="trash" />} onClick={() => setDialog('delete')}>
            {t.flows.actions.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'rename' && <RenameDialog flow={flow} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog flow={flow} onClose={close} />}
    </>
  );
}

/** A draft of its own with the newest definition. */
export function useDuplicate({ sid, name }: FlowRow): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    try {
      const { definition } = await getFlow(sid);
      const copy = await createFlow({ name: t.flows.copyOf(name), definition });
      await queryClient.invalidateQueries({ queryKey: ['flows'] });
      showToast({ text: t.flows.done.created(copy.name) });
      announce(t.flows.done.created(copy.name));
    } catch (error) {
      tellFailure(error);
    }
  };
}
