import { CloseButton, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { Icon } from '../theme/icons.tsx';
import { useShortcuts } from './shortcuts.ts';
import { t } from './texts.ts';

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Searches a list; `/` leads to it, Esc empties it. */
export function SearchField({ label, placeholder = label, value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.focus() });
  return (
    <TextInput
      ref={field}
      type="search"
      w={260}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onChange('');
      }}
      leftSection={<Icon name="search" />}
      rightSection={
        value !== '' && (
          <CloseButton
            size={24}
            aria-label={t.frame.actions.clearSearch}
            onClick={() => {
              onChange('');
              field.current?.focus();
            }}
          />
        )
      }
    />
  );
}
