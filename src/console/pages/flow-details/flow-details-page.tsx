import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { isJsonObject, parseJson } from '../../../engine/json.ts';
import { type Flow, setTestUsers } from '../../api/flows.ts';
import { numbersQuery, testUsersQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { CopyButton } from '../../app/copy.tsx';
import { tellFailure } from '../../app/failure.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { Card, Page } from '../../app/page.tsx';
import { useSession } from '../../app/session.ts';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { showToast } from '../../app/toasts.tsx';
import { number } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import { DeleteDialog } from '../flows/delete-dialog.tsx';
import { exportFlow } from '../flows/export-flow.ts';
import { useDuplicate } from '../flows/flow-menu.tsx';
import { FlowStatus } from '../flows/flow-table.tsx';
import { RenameDialog } from '../flows/rename-dialog.tsx';
import classes from './flow-details-page.module.css';

const route = getRouteApi('/frame/flows/$flowSid/details');

export function FlowDetailsPage() {
  const { flowSid } = route.useParams();
  return (
    <FlowPage flowSid={flowSid} title={t.frame.flowPages.details}>
      {(flow) => <Details key={flowSid} flow={flow} />}
    </FlowPage>
  );
}

function Details({ flow }: { readonly flow: Flow }) {
  const [dialog, setDialog] = useState<'rename' | 'delete'>();
  const duplicate = useDuplicate(flow);
  const close = () => setDialog(undefined);
  return (
    <Page
      title={t.frame.flowPages.details}
      isOfFlow
      actions={
        <>
          <Button variant="default" leftSection={<Icon name="pencil" />} onClick={() => setDialog('rename')}>
            {t.flows.actions.rename}
          </Button>
          <Button variant="default" leftSection={<Icon name="copy" />} onClick={() => void duplicate()}>
            {t.flows.actions.duplicate}
          </Button>
          <Button leftSection={<Icon name="export" />} onClick={() => void exportFlow(flow)}>
            {t.flows.actions.export}
          </Button>
        </>
      }
    >
      <div className={classes.columns}>
        <About flow={flow} />
        <div className={classes.side}>
          <Numbers flow={flow} />
          <TestUsers flowSid={flow.sid} />
          <Card>
            <h3>{t.flows.details.removeTitle}</h3>
            <p className={`muted ${classes.help}`}>{t.flows.details.removeHelp}</p>
            <Button
              variant="default"
              color="error"
              leftSection={<Icon name="trash" />}
              onClick={() => setDialog('delete')}
            >
              {t.flows.actions.delete}
            </Button>
          </Card>
        </div>
      </div>
      {dialog === 'rename' && <RenameDialog flow={flow} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog flow={flow} onClose={close} />}
    </Page>
  );
}

function About({ flow }: { readonly flow: Flow }) {
  const definition = parseJson(flow.definition);
  const { states, flags, description } = isJsonObject(definition) ? definition : {};
  const widgets = Array.isArray(states) ? states.length : 0;
  const size = t.flows.details.kilobytes(number(Math.ceil(new Blob([flow.definition]).size / 100) / 10));
  const isConcurrent = isJsonObject(flags) && flags.allow_concurrent_calls === true;
  return (
    <Card>
      <h3>{t.flows.details.about}</h3>
      {typeof description === 'string' && description !== '' && <p className="muted">{description}</p>}
      <dl className={classes.facts}>
        <Fact name={t.flows.details.status}>
          <FlowStatus flow={flow} />
        </Fact>
        <Fact name={t.flows.details.sid}>
          <Copyable value={flow.sid} what={t.flows.details.sid} />
        </Fact>
        <Fact name={t.flows.details.webhook} help={t.flows.details.webhookHelp}>
          <Copyable value={flow.webhookUrl} what={t.flows.details.webhook} />
        </Fact>
        <Fact name={t.flows.details.created}>
          <Time timeMs={flow.createdAtMs} />
        </Fact>
        <Fact name={t.flows.details.changed}>
          <Time timeMs={flow.changedAtMs} />
        </Fact>
        <Fact name={t.flows.details.size}>{t.flows.details.sizeOf(widgets, size)}</Fact>
        <Fact name={t.flows.details.concurrent}>
          {isConcurrent ? t.flows.details.concurrentOn : t.flows.details.concurrentOff}
        </Fact>
      </dl>
    </Card>
  );
}

function Copyable({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <span className={classes.copyable}>
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}

interface FactProps {
  readonly name: string;
  readonly help?: string;
  readonly children: ReactNode;
}

function Fact({ name, help, children }: FactProps) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd>
        {children}
        {help && <div className={`muted ${classes.small}`}>{help}</div>}
      </dd>
    </div>
  );
}

function Numbers({ flow }: { readonly flow: Flow }) {
  const { sid: accountSid } = useSession().account;
  const { data } = useQuery(numbersQuery(accountSid));
  const pointing = data?.flatMap(({ sid, number: address, smsUrl, voiceUrl }) => {
    const [texts, calls] = [smsUrl === flow.webhookUrl, voiceUrl === flow.webhookUrl];
    if (!texts && !calls) return [];
    const { messagesAndCalls, messages, calls: callsOnly } = t.flows.details;
    return [{ sid, address, what: texts && calls ? messagesAndCalls : texts ? messages : callsOnly }];
  });
  return (
    <Card>
      <h3>{t.flows.details.numbers}</h3>
      {pointing?.length === 0 && <p className="muted">{t.flows.details.noNumbers}</p>}
      <ul className={classes.numbers}>
        {pointing?.map(({ sid, address, what }) => (
          <li key={sid}>
            <Link to="/numbers" search={{ q: address }}>
              {address}
            </Link>
            <span className="muted">{what}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function TestUsers({ flowSid }: { readonly flowSid: string }) {
  const { data, refetch } = useQuery(testUsersQuery(flowSid));
  const [written, setWritten] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const kept = data?.join('\n') ?? '';
  const text = written ?? kept;
  const save = async () => {
    setBusy(true);
    try {
      await setTestUsers(
        flowSid,
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      );
      await refetch();
      setWritten(undefined);
      showToast({ text: t.flows.details.testUsersSaved });
      announce(t.flows.details.testUsersSaved);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card>
      <h3 id="test-users">{t.flows.details.testUsers}</h3>
      <Textarea
        aria-labelledby="test-users"
        description={t.flows.details.testUsersHelp}
        classNames={{ input: 'mono' }}
        mt={8}
        rows={3}
        value={text}
        onChange={({ currentTarget }) => setWritten(currentTarget.value)}
        disabled={data === undefined}
        spellCheck={false}
      />
      <Button mt={12} variant="default" loading={isBusy} disabled={text === kept} onClick={() => void save()}>
        {t.frame.actions.save}
      </Button>
    </Card>
  );
}
