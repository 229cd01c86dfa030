import { Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type SessionAccount, switchAccount } from '../api/session.ts';
import { shortSid } from '../texts/format.ts';
import { Icon } from '../theme/icons.tsx';
import { sessionQuery } from './query-client.ts';
import { ranked } from './rank.ts';
import { useSession } from './session.ts';
import classes from './switch-dialog.module.css';
import { t } from './texts.ts';
import { showToast } from './toasts.tsx';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function SwitchDialog({ isOpen, onClose }: Props) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t.frame.account.switch}
      closeButtonProps={{ 'aria-label': t.frame.actions.close }}
    >
      <Accounts onClose={onClose} />
    </Modal>
  );
}

function Accounts({ onClose }: Pick<Props, 'onClose'>) {
  const session = useSession();
  const queryClient = useQueryClient();
  const [query, setQuery] = useState('');
  // A subaccount may have been made since the sign-in.
  useEffect(() => void queryClient.refetchQueries({ queryKey: sessionQuery.queryKey }), [queryClient]);
  const found = ranked(session.accounts, query);
  const choose = (account: SessionAccount) => {
    onClose();
    queryClient.setQueryData(sessionQuery.queryKey, switchAccount(session, account));
    // What is shown is of the account before; all of it is asked for anew.
    void queryClient.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    showToast({ text: t.frame.account.switched(account.name) });
  };
  return (
    <>
      <TextInput
        label={t.frame.account.search}
        value={query}
        onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        data-autofocus
      />
      <ul className={classes.list}>
        {found.map((account) => (
          <li key={account.sid}>
            <button
              type="button"
              className={classes.account}
              aria-current={account.sid === session.account.sid || undefined}
              onClick={() => choose(account)}
            >
              <span className="ellipsis">{account.name}</span>
              <span className="muted">{account.isMain ? t.frame.account.main : t.frame.account.subaccount}</span>
              <span className="mono muted">{shortSid(account.sid)}</span>
              {account.sid === session.account.sid && <Icon name="check" />}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{t.frame.account.none(query)}</p>}
    </>
  );
}
