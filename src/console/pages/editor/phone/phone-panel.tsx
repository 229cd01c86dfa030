/** The phone: a contact of the flow, beside its drawing (console §8). */
import { ActionIcon, SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import { marksOf } from '../../../phone/marks.ts';
import { visitsOf } from '../../../phone/visits.ts';
import { Icon } from '../../../theme/icons.tsx';
import { Asks } from './asks.tsx';
import { Call } from './call.tsx';
import { Chat } from './chat.tsx';
import { Ends } from './ends.tsx';
import classes from './phone.module.css';
import { type Conversation, latestRun, type Phone } from './phone.ts';
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
  const happening = (
    <>
      <StatusLine editor={editor} conversation={conversation} />
      <Asks phone={phone} conversation={conversation} />
      <TimeBar phone={phone} conversation={conversation} />
    </>
  );
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
        <Chat key={conversation.id} editor={editor} phone={phone} conversation={conversation}>
          {happening}
        </Chat>
      ) : (
        <>
          <Call key={conversation.id} phone={phone} conversation={conversation} />
          {happening}
        </>
      )}
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
