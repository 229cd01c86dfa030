import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Account, createSubaccount, setAccountStatus } from '../../api/accounts.ts';
import { Refused } from '../../api/client.ts';
import { accountsQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { Sid } from '../../app/copy.tsx';
import { tellFailure } from '../../app/failure.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import { Card, MenuHead, Page, Table } from '../../app/page.tsx';
import { useSession } from '../../app/session.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { showToast } from '../../app/toasts.tsx';
import { Icon } from '../../theme/icons.tsx';

export function AccountsPage() {
  const { data, error, refetch } = useQuery(accountsQuery);
  const { sid: accountSid } = useSession().account;
  const [isAdding, setAdding] = useState(false);
  const retry = () => void refetch();
  const isRefused = error instanceof Refused && error.status === 403;
  const canAdd = data?.some(({ sid, isMain }) => isMain && sid === accountSid);
  return (
    <Page
      title={t.accounts.title}
      count={data?.length ? String(data.length) : undefined}
      actions={
        canAdd && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t.accounts.add}
          </Button>
        )
      }
    >
      {isRefused && <Empty icon="people" text={t.keys.mainOnly} />}
      {error !== null && !isRefused && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data && (
        <Card isFlush>
          <Table label={t.accounts.title}>
            <thead>
              <tr>
                <th scope="col">{t.accounts.name}</th>
                <th scope="col">{t.accounts.kind}</th>
                <th scope="col">{t.accounts.status}</th>
                <th scope="col">{t.accounts.made}</th>
                <th scope="col">{t.accounts.sid}</th>
                <MenuHead />
              </tr>
            </thead>
            <tbody>
              {mainFirst(data).map((account) => (
                <AccountRow key={account.sid} account={account} />
              ))}
            </tbody>
          </Table>
        </Card>
      )}
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function mainFirst(accounts: readonly Account[]): readonly Account[] {
  return accounts.toSorted((a, b) => Number(b.isMain) - Number(a.isMain));
}

function AccountRow({ account }: { readonly account: Account }) {
  const [isClosing, setClosing] = useState(false);
  const queryClient = useQueryClient();
  const setStatus = async (status: Account['status']) => {
    await setAccountStatus(account.sid, status);
    await queryClient.invalidateQueries({ queryKey: ['accounts'] });
    announce(t.accounts.changed(account.name, t.accounts.statuses[status]));
  };
  const other = account.status === 'active' ? 'suspended' : 'active';
  return (
    <tr>
      <td>{account.name}</td>
      <td className="muted">{account.isMain ? t.frame.account.main : t.frame.account.subaccount}</td>
      <td>{t.accounts.statuses[account.status]}</td>
      <td>
        <Time timeMs={account.createdAtMs} />
      </td>
      <td>
        <Sid sid={account.sid} />
      </td>
      <td>
        {!account.isMain && account.status !== 'closed' && (
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={t.accounts.actionsOf(account.name)}>
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="switch" />} onClick={() => setStatus(other).catch(tellFailure)}>
                {other === 'active' ? t.accounts.activate : t.accounts.suspend}
              </Menu.Item>
              <Menu.Item color="error" leftSection={<Icon name="trash" />} onClick={() => setClosing(true)}>
                {t.accounts.close}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        {isClosing && (
          <FormDialog
            title={t.accounts.closeTitle(account.name)}
            submit={t.accounts.closeSubmit}
            isDangerous
            onClose={() => setClosing(false)}
            onSubmit={async () => {
              await setStatus('closed');
              setClosing(false);
            }}
          >
            <p>{t.accounts.closeHelp}</p>
          </FormDialog>
        )}
      </td>
    </tr>
  );
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [hasTried, setTried] = useState(false);
  const queryClient = useQueryClient();
  return (
    <FormDialog
      title={t.accounts.addTitle}
      submit={t.accounts.addSubmit}
      onClose={onClose}
      onSubmit={async () => {
        setTried(true);
        if (name.trim() === '') return;
        const account = await createSubaccount(name.trim());
        await queryClient.invalidateQueries({ queryKey: ['accounts'] });
        onClose();
        showToast({ text: t.accounts.created(account.name) });
      }}
    >
      <TextInput
        label={t.accounts.addName}
        description={t.accounts.addHelp}
        value={name}
        maxLength={64}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={hasTried && name.trim() === '' ? t.accounts.nameNeeded : undefined}
        data-autofocus
      />
    </FormDialog>
  );
}
