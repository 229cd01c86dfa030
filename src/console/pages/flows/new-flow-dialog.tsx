import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createFlow } from '../../api/flows.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import { oneOf } from '../../app/search-params.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { loadTemplate, scratch, templateNames } from '../../templates/index.ts';
import { type Beginning, TemplatePicker } from './template-cards.tsx';

const route = getRouteApi('/frame/flows/new');

/** Name, then what to start from (console §7). */
export function NewFlowDialog() {
  const template = oneOf(templateNames, route.useSearch().template);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [beginning, setBeginning] = useState<Beginning>(template ?? 'scratch');
  // The template's name, until somebody writes another one.
  const [written, setWritten] = useState<string>();
  const [hasTried, setTried] = useState(false);
  const name = written ?? (beginning === 'scratch' ? '' : t.flows.templates[beginning].name);
  return (
    <FormDialog
      title={t.flows.create.title}
      submit={t.flows.create.submit}
      size={840}
      onClose={() => void navigate({ to: '/flows' })}
      onSubmit={async () => {
        setTried(true);
        if (name.trim() === '') return;
        const definition = beginning === 'scratch' ? scratch : await loadTemplate(beginning);
        const { sid } = await createFlow({ name: name.trim(), definition });
        await queryClient.invalidateQueries({ queryKey: ['flows'] });
        await navigate({ to: '/flows/$flowSid', params: { flowSid: sid } });
        showToast({ text: t.flows.done.created(name.trim()) });
      }}
    >
      <TextInput
        label={t.flows.create.name}
        description={t.flows.create.nameHelp}
        value={name}
        onChange={({ currentTarget }) => setWritten(currentTarget.value)}
        error={hasTried && name.trim() === '' ? t.flows.create.nameNeeded : undefined}
        maxLength={1000}
        data-autofocus
      />
      <TemplatePicker value={beginning} onChange={setBeginning} />
    </FormDialog>
  );
}
