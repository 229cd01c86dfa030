/** The phone: a contact of the flow, beside its drawing (console §8). */
import { ActionIcon, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import { marksOf } from '../../../phone/marks.ts';
import { visitsOf } from '../../../phone/visits.ts';
import { Icon } from '../../../theme/icons.tsx';
import { usePublished } from '../publish.tsx';
import { Asks } from './asks.tsx';
import { Call } from './call.tsx';
import { Chat } from './chat.tsx';
import { useFlowNumbers } from './flow-numbers.ts';
import classes from './phone.module.css';
import { type Channel, type Conversation, latestRun, type Phone, usualNumber } from './phone.ts';
import { RestStart } from './rest-start.tsx';
import { RestartMenu } from './restart-menu.tsx';
import { Scrub } from './scrub.tsx';
import { StatusLine } from './status-line.tsx';
import { TimeBar } from './time-bar.tsx';
import { Variables } from './variables.tsx';

export type PhoneMode = 'chat' | 'call';

interface Props {
  readonly editor: Editor;
  readonly phone: Phone;
  readonly mode: PhoneMode;
  readonly onMode: (mode: PhoneMode) => void;
}

export function PhonePanel({ editor, phone, mode, onMode }: Props) {
  useStore(phone.state);
  const conversation = phone.active;
  useMarks(editor, conversation);
  const step = (by: number) => {
    const count = visitsOf(latestRun(conversation)).length;
    phone.look((conversation.at ?? count) + by);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of what is inside
    <div
      className={classes.phone}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
        event.preventDefault();
        step(event.key === 'ArrowLeft' ? -1 : 1);
      }}
    >
      <Tabs phone={phone} />
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={t.phone.modes.label}
          value={mode}
          onChange={(value) => onMode(value === 'call' ? 'call' : 'chat')}
          data={[
            { value: 'chat', label: t.phone.modes.chat },
            { value: 'call', label: t.phone.modes.call },
          ]}
        />
        <RestStart phone={phone} conversation={conversation} />
        <RestartMenu phone={phone} conversation={conversation} />
      </div>
      <Ends phone={phone} conversation={conversation} flowSid={editor.flowSid} />
      {mode === 'chat' ? (
        <Chat key={conversation.id} editor={editor} phone={phone} conversation={conversation} />
      ) : (
        <Call key={conversation.id} phone={phone} conversation={conversation} />
      )}
      <StatusLine editor={editor} conversation={conversation} />
      <Asks phone={phone} conversation={conversation} />
      <TimeBar phone={phone} conversation={conversation} />
      <Scrub phone={phone} conversation={conversation} />
      <Variables phone={phone} conversation={conversation} />
    </div>
  );
}

/** The path on the canvas, while the phone is shown. */
function useMarks(editor: Editor, conversation: Conversation): void {
  const { drawing } = useStore(editor.state);
  const { view, at } = conversation;
  useEffect(() => {
    const run = view?.runs.at(-1);
    const { cards, wires } = marksOf(drawing.flow, run, visitsOf(run), view?.nowMs ?? 0, at);
    editor.mark('play', cards);
    editor.wireMarks.replace(wires);
  }, [editor, drawing.flow, view, at]);
  useEffect(
    () => () => {
      editor.mark('play', new Map());
      editor.wireMarks.replace(new Map());
    },
    [editor],
  );
}

function Tabs({ phone }: { readonly phone: Phone }) {
  const { conversations, active } = useStore(phone.state);
  const nameOf = ({ title, contact }: Conversation) => title || contact;
  return (
    <div className={classes.tabs}>
      <div role="tablist" aria-label={t.phone.tabs.label} className={classes.tabList}>
        {conversations.map((conversation) => (
          <button
            key={conversation.id}
            type="button"
            role="tab"
            aria-selected={conversation.id === active}
            className={classes.tab}
            onClick={() => phone.choose(conversation.id)}
          >
            <span className="ellipsis">{nameOf(conversation)}</span>
            {conversation.isUnread && <span role="img" aria-label={t.phone.tabs.unread} className={classes.unread} />}
          </button>
        ))}
      </div>
      {conversations.length > 1 && (
        <ActionIcon aria-label={t.phone.tabs.remove(nameOf(phone.active))} onClick={() => phone.remove(active)}>
          <Icon name="close" />
        </ActionIcon>
      )}
      <ActionIcon aria-label={t.phone.tabs.add} title={t.phone.tabs.add} onClick={() => phone.add()}>
        <Icon name="plus" />
      </ActionIcon>
    </div>
  );
}

interface EndsProps {
  readonly phone: Phone;
  readonly conversation: Conversation;
  readonly flowSid: string;
}

/** Who talks to whom: to be chosen until the conversation begins. */
function Ends({ phone, conversation, flowSid }: EndsProps) {
  const { id, contact, channel, number, plays, line } = conversation;
  const { data: published } = usePublished(flowSid);
  const numbers = useFlowNumbers(flowSid);
  const hasBegun = line !== undefined;
  const isReal = plays === 'published';
  // A real number has to lead to the flow.
  const isUnreachable = isReal && numbers.length === 0;
  useEffect(() => {
    const [own] = numbers;
    const isChosen = numbers.includes(number) || (!isReal && number !== usualNumber);
    if (!hasBegun && own !== undefined && !isChosen) phone.change(id, { number: own });
  }, [phone, id, hasBegun, isReal, numbers, number]);
  return (
    <div className={classes.ends}>
      <NativeSelect
        aria-label={t.phone.plays.label}
        value={plays}
        disabled={hasBegun}
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
        disabled={hasBegun}
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
        disabled={hasBegun}
        onChange={({ currentTarget }) => phone.change(id, { contact: currentTarget.value.trim() })}
      />
      {isReal ? (
        <NativeSelect
          aria-label={t.phone.ends.number}
          value={number}
          disabled={hasBegun || isUnreachable}
          onChange={({ currentTarget }) => phone.change(id, { number: currentTarget.value })}
          data={isUnreachable ? [number] : [...numbers]}
        />
      ) : (
        <TextInput
          aria-label={t.phone.ends.number}
          title={t.phone.ends.number}
          value={number}
          disabled={hasBegun}
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
