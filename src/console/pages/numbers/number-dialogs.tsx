import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addNumber, type PhoneNumber, releaseNumber } from '../../api/numbers.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import { useSession } from '../../app/session.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';

const e164 = /^\+[1-9]\d{6,14}$/;

export function AddNumberDialog({ onClose }: { readonly onClose: () => void }) {
  const [number, setNumber] = useState('');
  const [hasTried, setTried] = useState(false);
  const { sid: accountSid } = useSession().account;
  const queryClient = useQueryClient();
  // Blanks, hyphens and brackets are how people write numbers down.
  const wanted = number.replace(/[\s().-]/g, '');
  const isRight = e164.test(wanted);
  return (
    <FormDialog
      title={t.numbers.addTitle}
      submit={t.numbers.addSubmit}
      onClose={onClose}
      onSubmit={async () => {
        setTried(true);
        if (!isRight) return;
        await addNumber(accountSid, wanted);
        await queryClient.invalidateQueries({ queryKey: ['numbers'] });
        onClose();
        showToast({ text: t.numbers.added(wanted) });
      }}
    >
      <TextInput
        label={t.numbers.addField}
        description={t.numbers.addHelp}
        type="tel"
        value={number}
        onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        error={hasTried && !isRight ? t.numbers.addWrong : undefined}
        data-autofocus
      />
    </FormDialog>
  );
}

interface ReleaseProps {
  readonly number: PhoneNumber;
  readonly onClose: () => void;
}

export function ReleaseDialog({ number, onClose }: ReleaseProps) {
  const { sid: accountSid } = useSession().account;
  const queryClient = useQueryClient();
  return (
    <FormDialog
      title={t.numbers.releaseTitle(number.number)}
      submit={t.numbers.releaseSubmit}
      isDangerous
      onClose={onClose}
      onSubmit={async () => {
        await releaseNumber(accountSid, number.sid);
        await queryClient.invalidateQueries({ queryKey: ['numbers'] });
        onClose();
        showToast({ text: t.numbers.released(number.number) });
      }}
    >
      <p>{t.numbers.releaseHelp}</p>
    </FormDialog>
  );
}
