import { Button } from '@mantine/core';
import { useState } from 'react';
import { LinkButton } from '../../app/link-button.tsx';
import { t } from '../../app/texts.ts';
import { RevertDialog } from './revert-dialog.tsx';

/** What can be done with a revision, wherever one is shown. */
export function RevisionActions({ flowSid, revision }: { readonly flowSid: string; readonly revision: number }) {
  const [isReverting, setReverting] = useState(false);
  const label = t.revisions.name(revision);
  return (
    <>
      <LinkButton
        variant="default"
        to="/flows/$flowSid/compare/$first/$second"
        params={{ flowSid, first: String(revision), second: 'draft' }}
      >
        {t.revisions.compareWithDraft}
      </LinkButton>
      <Button variant="default" onClick={() => setReverting(true)}>
        {t.revisions.revertTo(label)}
      </Button>
      {isReverting && <RevertDialog flowSid={flowSid} revision={revision} onClose={() => setReverting(false)} />}
    </>
  );
}
