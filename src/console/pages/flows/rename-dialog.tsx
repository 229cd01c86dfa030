import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type FlowRow, renameFlow } from '../../api/flows.ts';
import { announce } from '../../app/announce.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import { t } from '../../app/texts.ts';

interface Props {
  readonly flow: FlowRow;
  readonly onClose: () => void;
}

export function RenameDialog({ flow, onClose }: Props) {
  const [name, setName] = useState(flow.name);
  const queryClient = useQueryClient();
  const wanted = name.trim();
  return (
    <FormDialog
      title={t.flows.rename.title}
      submit={t.flows.rename.submit}
      isDisabled={wanted === ''}
      onClose={onClose}
      onSubmit={async () => {
        if (wanted !== flow.name) {
          await renameFlow(flow, wanted);
          await Promise.all(
            [['flows'], ['flow', flow.sid]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
          );
          announce(t.flows.done.renamed(wanted));
        }
        onClose();
      }}
    >
      <TextInput
        label={t.flows.rename.name}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onFocus={({ currentTarget }) => currentTarget.select()}
        error={wanted === '' ? t.flows.create.nameNeeded : undefined}
        maxLength={1000}
        data-autofocus
      />
    </FormDialog>
  );
}
