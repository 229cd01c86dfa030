import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { endRun } from '../../api/executions.ts';
import { announce } from '../../app/announce.tsx';
import { reasonOf } from '../../app/failure.ts';
import form from '../../app/form-dialog.module.css';
import { t } from '../../app/texts.ts';
import classes from './executions-page.module.css';

interface Props {
  readonly runs: readonly { readonly sid: string; readonly contact: string }[];
  readonly onClose: () => void;
}

type Result = { readonly kind: 'ended' | 'was' } | { readonly kind: 'failed'; readonly reason: string };

/** Ends executions, one after the other, and says of each what became of it. */
export function EndDialog({ runs, onClose }: Props) {
  const { end } = t.executions;
  const [reason, setReason] = useState('');
  const [results, setResults] = useState<ReadonlyMap<string, Result>>();
  const isDone = results?.size === runs.length;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = new Map<string, Result>();
    setResults(done);
    for (const { sid } of runs) {
      done.set(sid, await endOne(sid, reason));
      setResults(new Map(done));
    }
    const ended = [...done.values()].filter(({ kind }) => kind === 'ended').length;
    announce(end.ended(ended));
    if (runs.length === 1 && ended === 1) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={end.title(runs.length)}
      size={480}
      closeButtonProps={{ 'aria-label': t.frame.actions.close }}
    >
      <form className={form.form} onSubmit={submit} noValidate>
        <p>{runs.length === 1 ? end.helpOne : end.help}</p>
        {results === undefined ? (
          <TextInput
            label={end.reason}
            description={end.reasonHelp}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        ) : (
          <>
            <p role="status">{end.progress(results.size, runs.length)}</p>
            <ul className={classes.results}>
              {runs.map(({ sid, contact }) => (
                <li key={sid}>
                  <span className="tabular ellipsis">{contact}</span>
                  <span className="muted">{words(results.get(sid))}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        <div className={form.buttons}>
          {isDone ? (
            <Button onClick={onClose}>{end.close}</Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose} data-autofocus>
                {t.frame.actions.cancel}
              </Button>
              <Button type="submit" color="error" loading={results !== undefined}>
                {end.submit}
              </Button>
            </>
          )}
        </div>
      </form>
    </Modal>
  );
}

async function endOne(sid: string, reason: string): Promise<Result> {
  try {
    const { endedReason } = await endRun(sid, reason);
    return { kind: endedReason === 'STOPPED' ? 'ended' : 'was' };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

function words(result: Result | undefined): string {
  const { end } = t.executions;
  if (result === undefined) return end.waits;
  if (result.kind === 'failed') return end.failed(result.reason);
  return result.kind === 'ended' ? end.done : end.was;
}
