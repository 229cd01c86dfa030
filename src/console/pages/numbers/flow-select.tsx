import { NativeSelect } from '@mantine/core';
import type { FlowRow } from '../../api/flows.ts';
import { t } from '../../app/texts.ts';

interface Props {
  readonly label: string;
  readonly flows: readonly FlowRow[];
  /** Where the number points now; empty: nowhere. */
  readonly url: string;
  readonly onChange: (url: string) => void;
}

/** The flow that a webhook leads to. An address of something else is kept, and shown. */
export function FlowSelect({ label, flows, url, onChange }: Props) {
  const isElsewhere = url !== '' && !flows.some(({ webhookUrl }) => webhookUrl === url);
  return (
    <NativeSelect
      aria-label={label}
      w={220}
      value={url}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: '', label: t.numbers.noFlow },
        ...(isElsewhere ? [{ value: url, label: t.numbers.elsewhere(url) }] : []),
        ...flows.map(({ webhookUrl, name }) => ({ value: webhookUrl, label: name })),
      ]}
    />
  );
}
