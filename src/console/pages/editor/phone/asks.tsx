import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../../app/texts.ts';
import type { Ask, AskAnswer } from '../../../phone/view.ts';
import classes from './phone.module.css';
import { askKey, type Conversation, type Phone } from './phone.ts';
import { findSample } from './samples.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

/** What the flow asks of the world: called for real, or answered here. */
export function Asks({ phone, conversation }: Props) {
  const [ask] = conversation.view?.asks ?? [];
  if (ask === undefined) return null;
  return <AskCard key={ask.id} ask={ask} phone={phone} isBusy={conversation.isBusy} />;
}

function AskCard({ ask, phone, isBusy }: { readonly ask: Ask; readonly phone: Phone; readonly isBusy: boolean }) {
  const [isKept, setKept] = useState(true);
  const [isTyped, setTyped] = useState(false);
  const key = askKey(ask);
  const sample = findSample(key);
  const give = (answer: AskAnswer) => void phone.answer(ask.id, key, answer, isKept);
  return (
    <section aria-label={t.phone.asks.label} className={classes.ask}>
      <p>{t.phone.asks.calls(ask.method)}</p>
      <p className={`mono ${classes.value}`}>{ask.url}</p>
      {ask.body !== undefined && (
        <details>
          <summary>{t.phone.asks.body}</summary>
          <pre className={`mono ${classes.value}`}>{ask.body}</pre>
        </details>
      )}
      <Checkbox
        size="xs"
        label={t.phone.asks.keep}
        checked={isKept}
        onChange={({ currentTarget }) => setKept(currentTarget.checked)}
      />
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => give({ how: 'really' })}>
          {t.phone.asks.really}
        </Button>
        <Button size="compact-sm" variant="default" aria-expanded={isTyped} onClick={() => setTyped(!isTyped)}>
          {t.phone.asks.reply}
        </Button>
        {sample && (
          <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => give(sample)}>
            {t.phone.asks.sample}
          </Button>
        )}
      </div>
      {isTyped && <AnswerForm isBusy={isBusy} onGive={give} />}
    </section>
  );
}

interface FormProps {
  readonly isBusy: boolean;
  readonly onGive: (answer: AskAnswer) => void;
}

function AnswerForm({ isBusy, onGive }: FormProps) {
  const [how, setHow] = useState<AskAnswer['how']>('reply');
  const [status, setStatus] = useState('200');
  const [body, setBody] = useState('{}');
  const [delay, setDelay] = useState('0');
  const give = () =>
    onGive(
      how === 'reply'
        ? {
            how,
            status: Number(status) || 200,
            body,
            contentType: contentTypeOf(body),
            afterSeconds: Math.max(0, Math.round(Number(delay) || 0)),
          }
        : { how },
    );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      <NativeSelect
        label={t.phone.asks.fault}
        value={how}
        onChange={({ currentTarget: { value } }) =>
          setHow(value === 'timeout' || value === 'network' ? value : 'reply')
        }
        data={[
          { value: 'reply', label: t.phone.asks.faults.none },
          { value: 'timeout', label: t.phone.asks.faults.timeout },
          { value: 'network', label: t.phone.asks.faults.network },
        ]}
      />
      {how === 'reply' && (
        <>
          <div className={classes.pair}>
            <TextInput
              label={t.phone.asks.status}
              value={status}
              onChange={({ currentTarget }) => setStatus(currentTarget.value)}
            />
            <TextInput
              label={t.phone.asks.delay}
              value={delay}
              onChange={({ currentTarget }) => setDelay(currentTarget.value)}
            />
          </div>
          <Textarea
            label={t.phone.asks.answer}
            autosize
            minRows={2}
            maxRows={8}
            value={body}
            onChange={({ currentTarget }) => setBody(currentTarget.value)}
          />
        </>
      )}
      <Button type="submit" size="compact-sm" disabled={isBusy}>
        {t.phone.asks.send}
      </Button>
    </form>
  );
}

function contentTypeOf(body: string): string {
  try {
    JSON.parse(body);
    return 'application/json';
  } catch {
    return body.trimStart().startsWith('<') ? 'text/xml' : 'text/plain';
  }
}
