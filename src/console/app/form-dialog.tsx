/** Dialogs: a form with one primary button, and a question before something is lost. */
import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { announceError } from './announce.tsx';
import { reasonOf } from './failure.ts';
import classes from './form-dialog.module.css';
import { t } from './texts.ts';

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  readonly size?: number;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** What it throws is shown in the dialog, which stays. */
  readonly onSubmit: () => Promise<void>;
}

export function FormDialog({ title, submit, isDangerous, isDisabled, size, children, onClose, onSubmit }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (isDisabled) return;
    setBusy(true);
    setProblem('');
    try {
      await onSubmit();
    } catch (error) {
      const text = t.frame.failure.notDone(reasonOf(error));
      setProblem(text);
      announceError(text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size ?? 440}
      closeButtonProps={{ 'aria-label': t.frame.actions.close }}
    >
      <form className={classes.form} onSubmit={run} noValidate>
        {children}
        {problem !== '' && <p className={classes.problem}>{problem}</p>}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose} {...(isDangerous ? { 'data-autofocus': true } : {})}>
            {t.frame.actions.cancel}
          </Button>
          <Button
            type="submit"
            loading={isBusy}
            disabled={isDisabled === true}
            {...(isDangerous ? { color: 'error' } : {})}
          >
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
