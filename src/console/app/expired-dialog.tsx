import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onExpired } from '../api/client.ts';
import { sessionQuery } from './query-client.ts';
import { SignInForm } from './sign-in-form.tsx';
import { t } from './texts.ts';

/** Over the page, which stays as it is: signing in anew goes on with it (console §7). */
export function ExpiredDialog() {
  const queryClient = useQueryClient();
  const [isExpired, setExpired] = useState(false);
  useEffect(() => onExpired(() => setExpired(true)), []);
  return (
    <Modal
      opened={isExpired}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title={t.frame.signIn.title}
    >
      <SignInForm
        lead={t.frame.signIn.expired}
        onSignedIn={(session) => {
          queryClient.setQueryData(sessionQuery.queryKey, session);
          setExpired(false);
          void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
        }}
      />
    </Modal>
  );
}
