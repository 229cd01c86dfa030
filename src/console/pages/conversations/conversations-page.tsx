import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Conversation, closeConversation, writeMessage } from '../../api/conversations.ts';
import { conversationQuery, conversationsQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { Sid } from '../../app/copy.tsx';
import { tellFailure } from '../../app/failure.ts';
import { Card, Page, Table } from '../../app/page.tsx';
import { useSession } from '../../app/session.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import classes from './conversations-page.module.css';

const route = getRouteApi('/frame/conversations');

/** The conversations on this machine: read them, write in them, close them. */
export function ConversationsPage() {
  const { conversation } = route.useSearch();
  const { data, error, refetch } = useQuery(conversationsQuery);
  const retry = () => void refetch();
  return (
    <Page title={t.conversations.title} count={data?.length ? String(data.length) : undefined}>
      {error !== null && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data?.length === 0 && (
        <Card>
          <Empty icon="chat" text={t.conversations.empty} help={t.conversations.emptyHelp} />
        </Card>
      )}
      {data && data.length > 0 && (
        <div className={classes.sides}>
          <ConversationTable conversations={data} chosen={conversation} />
          {conversation !== undefined && <Thread key={conversation} sid={conversation} />}
        </div>
      )}
    </Page>
  );
}

interface ConversationTableProps {
  readonly conversations: readonly Conversation[];
  readonly chosen: string | undefined;
}

function ConversationTable({ conversations, chosen }: ConversationTableProps) {
  return (
    <Card isFlush>
      <Table label={t.conversations.title}>
        <thead>
          <tr>
            <th scope="col">{t.conversations.name}</th>
            <th scope="col">{t.conversations.state}</th>
            <th scope="col">{t.conversations.changed}</th>
            <th scope="col">{t.conversations.sid}</th>
          </tr>
        </thead>
        <tbody>
          {conversations.map(({ sid, name, state, updatedMs }) => (
            <tr key={sid} className={classes.row} data-chosen={sid === chosen || undefined}>
              <td>
                <Link to="/conversations" search={{ conversation: sid }} aria-current={sid === chosen || undefined}>
                  {name || t.conversations.unnamed}
                </Link>
              </td>
              <td>{Object.hasOwn(t.conversations.states, state) ? t.conversations.states[state] : state}</td>
              <td>
                <Time timeMs={updatedMs} />
              </td>
              <td>
                <Sid sid={sid} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** One conversation: who takes part, what was said, and a field to say more. */
function Thread({ sid }: { readonly sid: string }) {
  const { data, error, refetch } = useQuery(conversationQuery(sid));
  const retry = () => void refetch();
  if (error !== null) return <FailureBar error={error} onRetry={retry} />;
  if (data === undefined) return <LoadingRows rows={3} onRetry={retry} />;
  const { conversation, participants, messages } = data;
  return (
    <section className={classes.thread} aria-label={conversation.name || t.conversations.unnamed}>
      <h2 className="ellipsis">{conversation.name || t.conversations.unnamed}</h2>
      <p className="muted">{participants.map(({ name }) => name).join(', ') || t.conversations.nobody}</p>
      <ul className={classes.messages}>
        {messages.map((message) => (
          <li key={message.sid}>
            <div className={classes.author}>
              <span>{message.author}</span>
              <span className="muted">
                <Time timeMs={message.createdMs} />
              </span>
            </div>
            {message.body !== '' && <p>{message.body}</p>}
            {message.mediaCount > 0 && <p className="muted">{t.conversations.media(message.mediaCount)}</p>}
          </li>
        ))}
      </ul>
      {messages.length === 0 && <p className="muted">{t.conversations.silent}</p>}
      {conversation.state !== 'closed' && <WriteForm sid={sid} />}
    </section>
  );
}

function WriteForm({ sid }: { readonly sid: string }) {
  const [body, setBody] = useState('');
  const { account } = useSession();
  const queryClient = useQueryClient();
  const carryOut = async (act: () => Promise<void>, done: string) => {
    try {
      await act();
      announce(done);
    } catch (error) {
      tellFailure(error);
    }
    await queryClient.invalidateQueries({ queryKey: ['conversations'] });
  };
  const write = async (event: FormEvent) => {
    event.preventDefault();
    if (body.trim() === '') return;
    await carryOut(async () => {
      await writeMessage(sid, account.name, body);
      setBody('');
    }, t.conversations.written);
  };
  return (
    <form className={classes.write} onSubmit={write}>
      <TextInput
        aria-label={t.conversations.field}
        placeholder={t.conversations.field}
        value={body}
        maxLength={1_600}
        onChange={({ currentTarget }) => setBody(currentTarget.value)}
      />
      <Button type="submit">{t.conversations.write}</Button>
      <Button variant="default" onClick={() => void carryOut(() => closeConversation(sid), t.conversations.closed)}>
        {t.conversations.close}
      </Button>
    </form>
  );
}
