import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiKey, createKey, deleteKey } from '../../api/accounts.ts';
import { Refused } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { CopyButton, Sid } from '../../app/copy.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import { Card, MenuHead, Page, Table } from '../../app/page.tsx';
import { useSession } from '../../app/session.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { showToast } from '../../app/toasts.tsx';
import { Icon } from '../../theme/icons.tsx';
import classes from './keys-page.module.css';

type NewKey = Awaited<ReturnType<typeof createKey>>;

export function KeysPage() {
  const { sid: accountSid } = useSession().account;
  const { data, error, refetch } = useQuery(keysQuery(accountSid));
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<NewKey>();
  const retry = () => void refetch();
  const isRefused = error instanceof Refused && error.status === 403;
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t.keys.add}
    </Button>
  );
  return (
    <Page
      title={t.keys.title}
      count={data?.length ? String(data.length) : undefined}
      actions={data?.length ? add : undefined}
    >
      {isRefused && <Empty icon="key" text={t.keys.mainOnly} />}
      {error !== null && !isRefused && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {made && <Secret made={made} onDone={() => setMade(undefined)} />}
      {data?.length === 0 && (
        <Card>
          <Empty icon="key" text={t.keys.empty}>
            {add}
          </Empty>
        </Card>
      )}
      {data && data.length > 0 && <KeyTable keys={data} />}
      {isAdding && <AddDialog onClose={() => setAdding(false)} onMade={setMade} />}
    </Page>
  );
}

function KeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  return (
    <Card isFlush>
      <Table label={t.keys.title}>
        <thead>
          <tr>
            <th scope="col">{t.keys.name}</th>
            <th scope="col">{t.keys.made}</th>
            <th scope="col">{t.keys.sid}</th>
            <MenuHead />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.sid} apiKey={key} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const [isDeleting, setDeleting] = useState(false);
  const { sid: accountSid } = useSession().account;
  const queryClient = useQueryClient();
  const name = apiKey.name || t.keys.unnamed;
  return (
    <tr>
      <td>{name}</td>
      <td>
        <Time timeMs={apiKey.createdAtMs} />
      </td>
      <td>
        <Sid sid={apiKey.sid} />
      </td>
      <td>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={t.keys.actionsOf(name)}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="error" leftSection={<Icon name="trash" />} onClick={() => setDeleting(true)}>
              {t.keys.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {isDeleting && (
          <FormDialog
            title={t.keys.deleteTitle(name)}
            submit={t.keys.deleteSubmit}
            isDangerous
            onClose={() => setDeleting(false)}
            onSubmit={async () => {
              await deleteKey(accountSid, apiKey.sid);
              await queryClient.invalidateQueries({ queryKey: ['keys'] });
              showToast({ text: t.keys.deleted(name) });
            }}
          >
            <p>{t.keys.deleteHelp}</p>
          </FormDialog>
        )}
      </td>
    </tr>
  );
}

interface AddDialogProps {
  readonly onClose: () => void;
  readonly onMade: (key: NewKey) => void;
}

function AddDialog({ onClose, onMade }: AddDialogProps) {
  const [name, setName] = useState('');
  const [hasTried, setTried] = useState(false);
  const { sid: accountSid } = useSession().account;
  const queryClient = useQueryClient();
  return (
    <FormDialog
      title={t.keys.addTitle}
      submit={t.keys.addSubmit}
      onClose={onClose}
      onSubmit={async () => {
        setTried(true);
        if (name.trim() === '') return;
        onMade(await createKey(accountSid, name.trim()));
        await queryClient.invalidateQueries({ queryKey: ['keys'] });
        onClose();
      }}
    >
      <TextInput
        label={t.keys.addName}
        description={t.keys.addHelp}
        value={name}
        maxLength={64}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={hasTried && name.trim() === '' ? t.keys.nameNeeded : undefined}
        data-autofocus
      />
    </FormDialog>
  );
}

/** Stays until somebody says that it was copied: nothing shows it again. */
function Secret({ made, onDone }: { readonly made: NewKey; readonly onDone: () => void }) {
  return (
    <section className={classes.secret} aria-label={t.keys.secretTitle}>
      <h2>{t.keys.secretTitle}</h2>
      <p>{t.keys.secretHelp}</p>
      <dl>
        <dt>{t.keys.sid}</dt>
        <dd>
          <span className="mono">{made.sid}</span>
          <CopyButton value={made.sid} what={t.keys.sid} />
        </dd>
        <dt>{t.keys.secret}</dt>
        <dd>
          <span className="mono">{made.secret}</span>
          <CopyButton value={made.secret} what={t.keys.secret} />
        </dd>
      </dl>
      <Button variant="default" onClick={onDone}>
        {t.keys.done}
      </Button>
    </section>
  );
}
