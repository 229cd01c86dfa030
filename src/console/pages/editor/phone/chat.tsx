/** Messages between the contact and the flow. */
import { ActionIcon, Button, FileButton, NativeSelect, Popover, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import { type ChatEntry, entriesOf } from '../../../phone/entries.ts';
import { messagesAt, visitOfStep, visitsOf } from '../../../phone/visits.ts';
import { Icon } from '../../../theme/icons.tsx';
import { Bubble } from './bubble.tsx';
import classes from './phone.module.css';
import { type Conversation, latestRun, type Phone } from './phone.ts';

interface Props {
  readonly editor: Editor;
  readonly phone: Phone;
  readonly conversation: Conversation;
}

/** `children`: what stands between the last message and the field for the next one. */
export function Chat({ editor, phone, conversation, children }: Props & { readonly children: ReactNode }) {
  return (
    <>
      <Log editor={editor} phone={phone} conversation={conversation} />
      {children}
      <Composer phone={phone} conversation={conversation} />
      {conversation.plays === 'draft' && <NextMessage phone={phone} conversation={conversation} />}
    </>
  );
}

function Log({ editor, phone, conversation }: Props) {
  const { view, skips, earlier, at, isBusy } = conversation;
  const end = useRef<HTMLDivElement>(null);
  const run = latestRun(conversation);
  const visits = visitsOf(run);
  const visit = at === undefined ? undefined : visits[at - 1];
  const shown = visit && run && view ? new Set(messagesAt(view, run, visits, visit).map(({ sid }) => sid)) : undefined;
  const isLater = (entry: ChatEntry) => {
    if (visit === undefined) return false;
    return entry.kind === 'message' ? shown?.has(entry.message.sid) === false : entry.atMs > visit.enteredMs;
  };
  const entries = entriesOf(view, skips);
  const count = earlier.length + entries.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  const widgetOf = (stepSid: string | undefined) =>
    run && stepSid !== undefined ? visitOfStep(run, visits, stepSid)?.widget : undefined;
  const last = entries.findLast((entry) => entry.kind === 'message' && !entry.message.isFromContact);
  const renderEntry = (entry: ChatEntry, isOld: boolean) =>
    entry.kind === 'note' ? (
      <p key={entry.key} className={classes.note} data-later={isLater(entry) || undefined}>
        <span>{`── ${entry.text} ──`}</span>
      </p>
    ) : (
      <Bubble
        key={entry.key}
        message={entry.message}
        widget={isOld ? undefined : widgetOf(entry.message.stepSid)}
        isLater={!isOld && isLater(entry)}
        canPress={!isOld && entry === last && !isBusy}
        onPress={(press, isRow) => void phone.do({ do: 'press', press, isRow })}
        onShow={(widget) => jump(editor, widget)}
      />
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
    <div role="log" aria-label={t.phone.chat.log} className={classes.log} tabIndex={0}>
      {earlier.map((entry) => renderEntry(entry, true))}
      {entries.map((entry) => renderEntry(entry, false))}
      <div ref={end} />
    </div>
  );
}

function jump(editor: Editor, widget: string): void {
  const state = editor.state.get().drawing.flow.states.find(({ name }) => name === widget);
  if (state) editor.jump(state.id);
}

const fates = ['', 'fails 30003', 'fails 30005', 'fails 30007', 'refused 21610'] as const;

/** What becomes of the next message that the flow sends. */
function NextMessage({ phone, conversation }: Omit<Props, 'editor'>) {
  return (
    <NativeSelect
      size="xs"
      aria-label={t.phone.chat.next}
      title={t.phone.chat.next}
      value={conversation.view?.nextFate ?? ''}
      disabled={conversation.isBusy}
      onChange={({ currentTarget }) => void phone.do({ do: 'fate', fate: currentTarget.value })}
      data={fates.map((fate) => ({ value: fate, label: t.phone.chat.nextIs(t.phone.chat.fates[fate]) }))}
    />
  );
}

interface Attached {
  readonly name: string;
  readonly url: string;
}

function Composer({ phone, conversation }: Omit<Props, 'editor'>) {
  const [text, setText] = useState('');
  const [media, setMedia] = useState<readonly Attached[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const { isBusy, said } = conversation;
  useEffect(() => field.current?.focus(), []);
  const send = async () => {
    if ((text === '' && media.length === 0) || isBusy) return;
    const [body, attached] = [text, media];
    setText('');
    setMedia([]);
    const isDone = await phone.do({ do: 'say', body, media: attached.map(({ url }) => url) });
    if (!isDone) {
      setText(body);
      setMedia(attached);
    }
    field.current?.focus();
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {media.map(({ name, url }) => (
        <Button
          key={url}
          size="compact-xs"
          variant="default"
          aria-label={t.phone.chat.removeMedia(name)}
          onClick={() => setMedia(media.filter((each) => each.url !== url))}
        >
          {`${name} ✕`}
        </Button>
      ))}
      <div className={classes.row}>
        <Attach onAttach={(attached) => setMedia([...media, attached])} />
        <TextInput
          ref={field}
          className={classes.grow}
          aria-label={t.phone.chat.field}
          placeholder={t.phone.chat.placeholder}
          value={text}
          autoComplete="off"
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' || text !== '') return;
            event.preventDefault();
            setText(said.at(-1) ?? '');
          }}
        />
        <ActionIcon type="submit" variant="filled" size={32} aria-label={t.phone.chat.send} disabled={isBusy}>
          <Icon name="send" />
        </ActionIcon>
      </div>
    </form>
  );
}

function Attach({ onAttach }: { readonly onAttach: (attached: Attached) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [url, setUrl] = useState('');
  const attach = (attached: Attached) => {
    onAttach(attached);
    setUrl('');
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" trapFocus>
      <Popover.Target>
        <ActionIcon aria-label={t.phone.chat.attach} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name="clip" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.form}>
          <TextInput
            label={t.phone.chat.mediaUrl}
            value={url}
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
          <Button
            size="compact-sm"
            disabled={!/^https?:\/\/\S+$/.test(url)}
            onClick={() => attach({ name: url.split('/').at(-1) || url, url })}
          >
            {t.phone.chat.attach}
          </Button>
          <FileButton onChange={(file) => file && void readFile(file).then(attach)}>
            {(props) => (
              <Button {...props} size="compact-sm" variant="default">
                {t.phone.chat.file}
              </Button>
            )}
          </FileButton>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function readFile(file: File): Promise<Attached> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, url: String(reader.result) });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
