/** Publishing: what goes live, in words, before it does (console §7.3). */
import { Button, Textarea, Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getRevision, saveRevision } from '../../api/drafts.ts';
import { countActive } from '../../api/flows.ts';
import { flowQuery, numbersQuery, publishedQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import { useSession } from '../../app/session.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { compareFlows } from '../../compare/compare.ts';
import { definitionIn } from '../../compare/definition.ts';
import { changeSentence, changeSigns, firstPublicationSummary, publicationSummary } from '../../compare/describe.ts';
import { exportFlow, mutesOf } from '../../document/index.ts';
import type { Editor } from '../../editor/editor.ts';
import { findProblems } from '../../problems/index.ts';
import { type FlowProblem, splitMuted } from '../../problems/problem.ts';
import classes from './publish.module.css';
import type { Saving } from './use-saving.ts';

/** The published revision, with its text; null when nothing was published yet. */
export function usePublished(flowSid: string) {
  const { data: flow } = useQuery(flowQuery(flowSid));
  const { data: number } = useQuery({
    ...publishedQuery(flow ?? { sid: flowSid, revision: 1, latest: 'draft' }),
    enabled: flow !== undefined,
  });
  return useQuery({
    queryKey: ['published-text', flowSid, number],
    queryFn: () => (number == null ? null : getRevision(flowSid, number)),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface Props {
  readonly editor: Editor;
  readonly saving: Saving;
  readonly name: string;
}

export function PublishButton(props: Props) {
  const { editor } = props;
  const [isOpen, setOpen] = useState(false);
  const { data: published } = usePublished(editor.flowSid);
  const { editing } = useStore(editor.state);
  const text = exportFlow(editing.document);
  const isSame = published != null && published.definition === text;
  // As the list of problems has them, a moment after each edit: they are not looked for at every key.
  const errors = errorsIn(useStore(editor.problems));
  const reason = isSame
    ? t.saving.publish.unchanged(published.revision)
    : errors > 0
      ? t.saving.publish.errors(errors)
      : undefined;
  const open = () => {
    const canPublish = reason === undefined && published !== undefined && problemsOf(editor, text).errors === 0;
    if (canPublish) setOpen(true);
  };
  useShortcuts({ 'Mod+Shift+Enter': open });
  return (
    <>
      <Tooltip label={reason} disabled={reason === undefined}>
        {/* It stays in the order of the keys: its tooltip says why it does nothing. */}
        <Button
          aria-disabled={reason !== undefined}
          {...(reason === undefined ? {} : { 'data-disabled': true })}
          onClick={open}
        >
          {t.saving.publish.open}
        </Button>
      </Tooltip>
      {isOpen && published !== undefined && (
        <PublishDialog {...props} text={text} published={published} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

interface DialogProps extends Props {
  readonly text: string;
  readonly published: { readonly revision: number; readonly definition: string } | null;
  readonly onClose: () => void;
}

function PublishDialog({ editor, saving, text, published, onClose }: DialogProps) {
  const [message, setMessage] = useState('');
  const queryClient = useQueryClient();
  const { warnings } = problemsOf(editor, text);
  const next = saving.saver.base.revision + 1;
  const publish = async () => {
    // What is not saved yet goes along: publishing builds on the newest draft.
    await saving.saver.saveCopy();
    const { revision: baseRevision } = saving.saver.base;
    const definition = exportFlow(editor.state.get().editing.document);
    const trimmed = message.trim();
    const revision = await saveRevision(
      editor.flowSid,
      { definition, status: 'published', ...(trimmed === '' ? {} : { message: trimmed }) },
      baseRevision,
    );
    saving.saver.rebase({ revision, definition, version: undefined }, true);
    await Promise.all(
      [['flows'], ['flow', editor.flowSid]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
    showToast({ text: t.saving.publish.done(revision) });
    announce(t.saving.publish.done(revision));
    onClose();
  };
  return (
    <FormDialog
      title={t.saving.publish.title}
      submit={t.saving.publish.submit(next)}
      size={560}
      onClose={onClose}
      onSubmit={publish}
    >
      <h3>{t.saving.publish.changes}</h3>
      <Changes text={text} published={published?.definition} />
      {warnings.length > 0 && (
        <>
          <h3>{t.saving.publish.warnings(warnings.length)}</h3>
          <ul className={classes.list}>
            {warnings.map(({ id, widget, message: sentence }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several may say the same
              <li key={`${id} ${widget} ${index}`}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <Affected editor={editor} published={published?.revision} />
      <Textarea
        label={t.saving.publish.message}
        description={t.saving.publish.messageHelp}
        value={message}
        onChange={({ currentTarget }) => setMessage(currentTarget.value)}
        maxLength={1000}
        rows={2}
        data-autofocus
      />
    </FormDialog>
  );
}

function Changes({ text, published }: { readonly text: string; readonly published: string | undefined }) {
  const after = definitionIn(text);
  if (published === undefined) return <p>{firstPublicationSummary(after)}</p>;
  const comparison = compareFlows(definitionIn(published), after);
  return (
    <>
      <p>{publicationSummary(comparison)}</p>
      <ul className={classes.list}>
        {comparison.changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no other name
          <li key={index}>
            <span aria-hidden="true">{changeSigns[change.kind]}</span> {changeSentence(change)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who is concerned: executions that go on, numbers that point here. */
function Affected({ editor, published }: { readonly editor: Editor; readonly published: number | undefined }) {
  const { sid } = useSession().account;
  const { data: flow } = useQuery(flowQuery(editor.flowSid));
  const { data: active = 0 } = useQuery({
    queryKey: ['active', editor.flowSid],
    queryFn: () => countActive(editor.flowSid),
  });
  const { data: numbers = [] } = useQuery(numbersQuery(sid));
  const pointing = numbers.filter(({ smsUrl, voiceUrl }) => [smsUrl, voiceUrl].includes(flow?.webhookUrl ?? '')).length;
  const lines = [
    ...(published !== undefined && active > 0 ? [t.saving.publish.active(active, published)] : []),
    ...(pointing > 0 ? [t.saving.publish.numbers(pointing)] : []),
  ];
  return lines.map((line) => (
    <p key={line} className="muted">
      {line}
    </p>
  ));
}

function problemsOf(editor: Editor, text: string) {
  const { document } = editor.state.get().editing;
  const { shown } = splitMuted(
    findProblems(definitionIn(text)),
    mutesOf(document).map(({ widget, code }) => ({ widget, id: code })),
  );
  return {
    errors: errorsIn(shown),
    warnings: shown.filter(({ severity }) => severity === 'warning'),
  };
}

function errorsIn(problems: readonly FlowProblem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}
