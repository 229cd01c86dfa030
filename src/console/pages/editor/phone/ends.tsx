import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { t } from '../../../app/texts.ts';
import { usePublished } from '../publish.tsx';
import { useFlowNumbers } from './flow-numbers.ts';
import classes from './phone.module.css';
import { type Channel, type Conversation, type Phone, usualNumber } from './phone.ts';

interface EndsProps {
  readonly phone: Phone;
  readonly conversation: Conversation;
  readonly flowSid: string;
}

/** Who talks to whom: to be chosen until the conversation begins. */
export function Ends(props: EndsProps) {
  const { plays, channel, contact, number, line } = props.conversation;
  if (line === undefined) return <EndsForm {...props} />;
  return (
    <p className={classes.help}>
      {t.phone.ends.between(t.phone.plays[plays], t.phone.ends.channels[channel], contact, number)}
    </p>
  );
}

function EndsForm({ phone, conversation, flowSid }: EndsProps) {
  const { id, contact, channel, number, plays } = conversation;
  const { data: published } = usePublished(flowSid);
  const numbers = useFlowNumbers(flowSid);
  const isReal = plays === 'published';
  // A real number has to lead to the flow.
  const isUnreachable = isReal && numbers.length === 0;
  useEffect(() => {
    const [own] = numbers;
    const isChosen = numbers.includes(number) || (!isReal && number !== usualNumber);
    if (own !== undefined && !isChosen) phone.change(id, { number: own });
  }, [phone, id, isReal, numbers, number]);
  return (
    <div className={classes.ends}>
      <NativeSelect
        aria-label={t.phone.plays.label}
        value={plays}
        onChange={({ currentTarget }) =>
          phone.change(id, { plays: currentTarget.value === 'published' ? 'published' : 'draft' })
        }
        data={[
          { value: 'draft', label: t.phone.plays.draft },
          {
            value: 'published',
            label: published == null ? t.phone.plays.published : t.phone.plays.publishedAs(published.revision),
            disabled: published == null,
          },
        ]}
      />
      <NativeSelect
        aria-label={t.phone.ends.channel}
        value={channel}
        onChange={({ currentTarget }) => phone.change(id, { channel: channelOf(currentTarget.value) })}
        data={[
          { value: 'sms', label: t.phone.ends.channels.sms },
          { value: 'whatsapp', label: t.phone.ends.channels.whatsapp },
        ]}
      />
      <TextInput
        aria-label={t.phone.ends.contact}
        title={t.phone.ends.contact}
        value={contact}
        onChange={({ currentTarget }) => phone.change(id, { contact: currentTarget.value.trim() })}
      />
      {isReal ? (
        <NativeSelect
          aria-label={t.phone.ends.number}
          value={number}
          disabled={isUnreachable}
          onChange={({ currentTarget }) => phone.change(id, { number: currentTarget.value })}
          data={isUnreachable ? [number] : [...numbers]}
        />
      ) : (
        <TextInput
          aria-label={t.phone.ends.number}
          title={t.phone.ends.number}
          value={number}
          onChange={({ currentTarget }) => phone.change(id, { number: currentTarget.value.trim() })}
        />
      )}
      {isUnreachable && <p className={classes.help}>{t.phone.ends.pointsNowhere}</p>}
    </div>
  );
}

function channelOf(value: string): Channel {
  return value === 'whatsapp' ? 'whatsapp' : 'sms';
}
