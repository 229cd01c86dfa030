import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { LinkButton } from '../../../app/link-button.tsx';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import classes from '../restored.module.css';
import { MergeDialog } from './merge-dialog.tsx';
import type { Conflict, Others } from './use-others.ts';

interface Props {
  readonly flowSid: string;
  readonly others: Others;
}

/** What others saved cannot be brought together with the edits here: it is said, and asked about (console §7.6). */
export function OthersBar({ flowSid, others }: Props) {
  const conflict = useStore(others.conflict);
  return conflict && <Asked key={conflict.theirs.definition} flowSid={flowSid} others={others} conflict={conflict} />;
}

function Asked({ flowSid, others, conflict }: Props & { readonly conflict: Conflict }) {
  const { theirs, widgets } = conflict;
  const [isOpen, setOpen] = useState(false);
  // Who is writing is not interrupted.
  useEffect(() => setOpen(!isWriting()), []);
  return (
    <div className={classes.bar} role="status">
      {theirs.saved === undefined ? t.merging.copySaved(widgets) : t.merging.saved(theirs.saved, widgets)}
      {theirs.saved !== undefined && (
        <LinkButton
          variant="subtle"
          size="compact-sm"
          to="/flows/$flowSid/compare/$first/$second"
          params={{ flowSid, first: String(theirs.saved - 1), second: String(theirs.saved) }}
          target="_blank"
        >
          {t.merging.show}
        </LinkButton>
      )}
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        {t.merging.merge}
      </Button>
      {isOpen && <MergeDialog others={others} conflict={conflict} onClose={() => setOpen(false)} />}
    </div>
  );
}

function isWriting(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement.matches('input, textarea, [contenteditable="true"]');
}
