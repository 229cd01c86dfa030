/** Reverting: what it does to the draft, in words, before the editor does it (console §7.4). */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FormDialog } from '../../app/form-dialog.tsx';
import { t } from '../../app/texts.ts';
import { compareFlows } from '../../compare/compare.ts';
import { definitionIn } from '../../compare/definition.ts';
import { changeSentence, changeSigns } from '../../compare/describe.ts';
import { handOver } from '../../editor/handed-over.ts';
import classes from './revisions.module.css';
import { type Version, versionQuery } from './version.ts';

interface Props {
  readonly flowSid: string;
  readonly revision: number;
  readonly onClose: () => void;
}

export function RevertDialog({ flowSid, revision, onClose }: Props) {
  const navigate = useNavigate();
  const { data: draft } = useQuery(versionQuery(flowSid, 'draft'));
  const { data: target } = useQuery(versionQuery(flowSid, revision));
  const label = t.revisions.name(revision);
  const isSame = draft?.definition === target?.definition;
  return (
    <FormDialog
      title={t.revisions.revert.title(label)}
      submit={t.revisions.revert.submit(label)}
      size={560}
      isDisabled={draft == null || target == null || isSame}
      onClose={onClose}
      onSubmit={async () => {
        if (target == null) return;
        // The editor does it, so that it can be undone there as everything else.
        handOver(flowSid, {
          text: target.definition,
          entry: t.revisions.revert.entry(label),
          message: t.revisions.revert.message(label),
          done: t.revisions.revert.done(label),
        });
        onClose();
        await navigate({ to: '/flows/$flowSid', params: { flowSid } });
      }}
    >
      <p>{isSame ? t.revisions.revert.same(label) : t.revisions.revert.help(label)}</p>
      {draft && target && !isSame && <Changes draft={draft} target={target} />}
    </FormDialog>
  );
}

function Changes({ draft, target }: { readonly draft: Version; readonly target: Version }) {
  const { changes, moves } = useMemo(
    () => compareFlows(definitionIn(draft.definition), definitionIn(target.definition)),
    [draft, target],
  );
  return (
    <>
      <h3>{t.revisions.revert.changes}</h3>
      <ul className={classes.changes}>
        {[...changes, ...moves].map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no other name
          <li key={index}>
            <span aria-hidden="true">{changeSigns[change.kind]}</span> {changeSentence(change)}
          </li>
        ))}
      </ul>
    </>
  );
}
