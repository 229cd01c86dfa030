import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { LinkButton } from '../../app/link-button.tsx';
import { t } from '../../app/texts.ts';
import { forgetLocalEdits } from '../../editor/saving/local-edits.ts';
import { clockTime } from '../../texts/format.ts';
import classes from './restored.module.css';
import type { OpenedFlow } from './use-editor.ts';
import type { Saving } from './use-saving.ts';

/** Edits of an earlier visit never reached the server: they are here again, and can be thrown away. */
export function Restored({ opened, saving }: { readonly opened: OpenedFlow; readonly saving: Saving }) {
  const [isShown, setShown] = useState(opened.restoredAtMs !== undefined);
  const queryClient = useQueryClient();
  const { flowSid } = opened.editor;
  if (!isShown || opened.restoredAtMs === undefined) return null;
  const discard = async () => {
    saving.saver.close();
    await forgetLocalEdits(flowSid);
    await queryClient.resetQueries({ queryKey: ['editor', flowSid] });
  };
  return (
    <div className={classes.bar} role="status">
      {t.saving.restored(clockTime(opened.restoredAtMs))}
      <LinkButton
        variant="subtle"
        size="compact-sm"
        to="/flows/$flowSid/compare/$first/$second"
        params={{ flowSid, first: String(opened.base.revision), second: 'draft' }}
      >
        {t.saving.compare}
      </LinkButton>
      <Button variant="subtle" size="compact-sm" onClick={() => setShown(false)}>
        {t.saving.keep}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={() => void discard()}>
        {t.saving.discard}
      </Button>
    </div>
  );
}
