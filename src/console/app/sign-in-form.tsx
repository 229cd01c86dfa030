import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { Refused } from '../api/client.ts';
import { type Session, signIn } from '../api/session.ts';
import { reasonOf } from './failure.ts';
import classes from './sign-in-form.module.css';
import { t } from './texts.ts';

interface Props {
  readonly lead: string;
  readonly onSignedIn: (session: Session) => void;
}

const defaultWaitSeconds = 30;

export function SignInForm({ lead, onSignedIn }: Props) {
  const [sid, setSid] = useState('');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState('');
  const [hasTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [waitSeconds, setWaitSeconds] = useState(0);
  useEffect(() => {
    if (waitSeconds === 0) return;
    const timer = setTimeout(() => setWaitSeconds(waitSeconds - 1), 1_000);
    return () => clearTimeout(timer);
  }, [waitSeconds]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (sid.trim() === '' || secret === '') return;
    setBusy(true);
    setProblem('');
    try {
      onSignedIn(await signIn(sid.trim(), secret));
    } catch (error) {
      if (error instanceof Refused && error.status === 429)
        setWaitSeconds(error.retryAfterSeconds ?? defaultWaitSeconds);
      else if (error instanceof Refused && error.status < 500) setProblem(t.frame.signIn.wrong);
      else setProblem(t.frame.failure.notDone(reasonOf(error)));
    } finally {
      setBusy(false);
    }
  };
  const needed = (value: string) => (hasTried && value === '' ? t.frame.signIn.needed : undefined);
  const message = waitSeconds > 0 ? t.frame.signIn.wait(waitSeconds) : problem;
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className="muted">{lead}</p>
      <TextInput
        label={t.frame.signIn.sid}
        value={sid}
        onChange={({ currentTarget }) => setSid(currentTarget.value)}
        error={needed(sid.trim())}
        autoComplete="username"
        spellCheck={false}
        classNames={{ input: 'mono' }}
        data-autofocus
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t.frame.signIn.secret}
        value={secret}
        onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        error={needed(secret)}
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
      <p className={classes.problem} role="alert">
        {message}
      </p>
      <Button type="submit" fullWidth loading={isBusy} disabled={waitSeconds > 0}>
        {t.frame.signIn.submit}
      </Button>
      <p className={`muted ${classes.help}`}>{t.frame.signIn.help}</p>
    </form>
  );
}
