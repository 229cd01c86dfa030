import { ActionIcon, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../../app/copy.tsx';
import { t } from '../../../app/texts.ts';
import { shownValue, type Variable, variablesOf } from '../../../phone/variables.ts';
import { contextAt, visitsOf } from '../../../phone/visits.ts';
import { Icon } from '../../../theme/icons.tsx';
import classes from './phone.module.css';
import { type Conversation, latestRun, type Phone } from './phone.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

/** What the flow knows at the moment that is looked at. */
export function Variables(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes.variables}>
      <button type="button" className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t.phone.variables.title}
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
      </button>
      {isOpen && <List {...props} />}
    </section>
  );
}

function List({ phone, conversation }: Props) {
  const [query, setQuery] = useState('');
  const run = latestRun(conversation);
  const visits = visitsOf(run);
  const { at, byHand, plays } = conversation;
  const then = contextAt(visits, at ?? visits.length, byHand);
  // The last visit has ended or has not: what is known now has what it changed too.
  const last = visits.at(-1);
  const now = { context: run?.context ?? {}, changed: last?.end === undefined ? then.changed : last.changes };
  const { context, changed } = at === undefined ? now : then;
  const variables = variablesOf(context, changed, query);
  const changedByHand = new Set(
    byHand.flatMap(({ afterVisits, patch }) =>
      at === undefined || afterVisits < at ? patch.map(({ path }) => JSON.stringify(path)) : [],
    ),
  );
  const isEditable = at === undefined && plays === 'draft' && run?.status === 'active' && !conversation.isBusy;
  return (
    <>
      <TextInput
        aria-label={t.phone.variables.filter}
        placeholder={t.phone.variables.filter}
        value={query}
        onChange={({ currentTarget }) => setQuery(currentTarget.value)}
      />
      {variables.length === 0 && <p className={classes.help}>{t.phone.variables.none}</p>}
      <ul className={classes.list}>
        {variables.map((variable) => (
          <Row
            key={variable.liquid}
            variable={variable}
            isByHand={changedByHand.has(JSON.stringify(variable.path))}
            onChange={isEditable ? (text) => void phone.setValue(variable.path, text) : undefined}
          />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  readonly variable: Variable;
  readonly isByHand: boolean;
  /** Absent: it cannot be changed now. */
  readonly onChange: ((text: string) => void) | undefined;
}

function Row({ variable, isByHand, onChange }: RowProps) {
  const { liquid, value, isChanged } = variable;
  const [draft, setDraft] = useState<string>();
  const end = (isDone: boolean) => {
    if (isDone && draft !== undefined && draft !== shownValue(value)) onChange?.(draft);
    setDraft(undefined);
  };
  return (
    <li className={classes.variable}>
      <div className={classes.row}>
        <span className={`mono ${classes.path}`}>{liquid}</span>
        {(isByHand || isChanged) && (
          <span className={classes.badge}>{isByHand ? t.phone.variables.byHand : t.phone.variables.changed}</span>
        )}
        <CopyButton value={`{{${liquid}}}`} what={liquid} />
        {onChange && draft === undefined && (
          <ActionIcon aria-label={t.phone.variables.change(liquid)} onClick={() => setDraft(shownValue(value))}>
            <Icon name="pencil" />
          </ActionIcon>
        )}
      </div>
      {draft === undefined ? (
        <span className={`mono muted ${classes.value}`}>{shownValue(value)}</span>
      ) : (
        <TextInput
          autoFocus
          aria-label={t.phone.variables.value(liquid)}
          value={draft}
          onChange={({ currentTarget }) => setDraft(currentTarget.value)}
          onBlur={() => end(true)}
          onKeyDown={({ key }) => {
            if (key === 'Enter' || key === 'Escape') end(key === 'Enter');
          }}
        />
      )}
    </li>
  );
}
