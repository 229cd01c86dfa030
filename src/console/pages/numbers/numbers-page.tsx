import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FlowRow } from '../../api/flows.ts';
import { type PhoneNumber, pointNumber } from '../../api/numbers.ts';
import { flowsQuery, numbersQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { Sid } from '../../app/copy.tsx';
import { tellFailure } from '../../app/failure.ts';
import { Card, MenuHead, Page, Table } from '../../app/page.tsx';
import { SearchField } from '../../app/search-field.tsx';
import { useSession } from '../../app/session.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import { FlowSelect } from './flow-select.tsx';
import { AddNumberDialog, ReleaseDialog } from './number-dialogs.tsx';
import classes from './numbers-page.module.css';

const route = getRouteApi('/frame/numbers');

export function NumbersPage() {
  const { sid: accountSid } = useSession().account;
  const { q = '' } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(numbersQuery(accountSid));
  const { data: flows = [] } = useQuery(flowsQuery);
  const [isAdding, setAdding] = useState(false);
  const retry = () => void refetch();
  const show = (query: string) =>
    void navigate({ to: '/numbers', search: query === '' ? {} : { q: query }, replace: true });
  const found = data?.filter(({ sid, number, name }) => [sid, number, name].some((each) => each.includes(q.trim())));
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t.numbers.add}
    </Button>
  );
  return (
    <Page
      title={t.numbers.title}
      count={data?.length ? String(data.length) : undefined}
      actions={
        data?.length !== 0 && (
          <>
            <SearchField label={t.numbers.search} value={q} onChange={show} />
            {add}
          </>
        )
      }
    >
      {error !== null && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data?.length === 0 && (
        <Card>
          <Empty icon="phone" text={t.numbers.empty}>
            {add}
          </Empty>
        </Card>
      )}
      {found && found.length > 0 && <NumberTable numbers={found} flows={flows} />}
      {found?.length === 0 && data?.length !== 0 && (
        <Card>
          <Empty text={t.numbers.noMatch(q)}>
            <Button variant="default" onClick={() => show('')}>
              {t.frame.actions.clearSearch}
            </Button>
          </Empty>
        </Card>
      )}
      {isAdding && <AddNumberDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

interface NumberTableProps {
  readonly numbers: readonly PhoneNumber[];
  readonly flows: readonly FlowRow[];
}

function NumberTable({ numbers, flows }: NumberTableProps) {
  return (
    <Card isFlush>
      <Table label={t.numbers.title}>
        <thead>
          <tr>
            <th scope="col">{t.numbers.number}</th>
            <th scope="col">{t.numbers.messages}</th>
            <th scope="col">{t.numbers.calls}</th>
            <th scope="col">{t.numbers.statusChanges}</th>
            <th scope="col">{t.flows.list.sid}</th>
            <MenuHead />
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => (
            <NumberRow key={number.sid} number={number} flows={flows} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function NumberRow({ number, flows }: { readonly number: PhoneNumber; readonly flows: readonly FlowRow[] }) {
  const [isReleasing, setReleasing] = useState(false);
  const point = usePointNumber(number, flows);
  return (
    <tr>
      <td className="tabular">{number.number}</td>
      <td>
        <FlowSelect
          label={t.numbers.messagesOf(number.number)}
          flows={flows}
          url={number.smsUrl}
          onChange={(smsUrl) => void point({ smsUrl })}
        />
      </td>
      <td>
        <FlowSelect
          label={t.numbers.callsOf(number.number)}
          flows={flows}
          url={number.voiceUrl}
          onChange={(voiceUrl) => void point({ voiceUrl })}
        />
      </td>
      <td>
        <StatusChanges number={number} flows={flows} onSet={(statusCallback) => void point({ statusCallback })} />
      </td>
      <td>
        <Sid sid={number.sid} />
      </td>
      <td>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={t.numbers.actionsOf(number.number)}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="error" leftSection={<Icon name="trash" />} onClick={() => setReleasing(true)}>
              {t.numbers.release}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {isReleasing && <ReleaseDialog number={number} onClose={() => setReleasing(false)} />}
      </td>
    </tr>
  );
}

interface StatusChangesProps {
  readonly number: PhoneNumber;
  readonly flows: readonly FlowRow[];
  readonly onSet: (url: string) => void;
}

/** A flow that answers calls wants to hear how they go on. */
function StatusChanges({ number, flows, onSet }: StatusChangesProps) {
  const isFlow = flows.some(({ webhookUrl }) => webhookUrl === number.voiceUrl);
  if (number.statusCallback !== '') {
    return (
      <span className={classes.state}>
        <Icon name="check" />
        {t.numbers.isSet}
      </span>
    );
  }
  return (
    <span className={`muted ${classes.state}`} title={isFlow ? t.numbers.setThemHelp : undefined}>
      {t.numbers.notSet}
      {isFlow && (
        <Button variant="subtle" onClick={() => onSet(number.voiceUrl)}>
          {t.numbers.setThem}
        </Button>
      )}
    </span>
  );
}

function usePointNumber(number: PhoneNumber, flows: readonly FlowRow[]) {
  const queryClient = useQueryClient();
  const { sid: accountSid } = useSession().account;
  return async (changes: Parameters<typeof pointNumber>[2]) => {
    try {
      await pointNumber(accountSid, number.sid, changes);
      await queryClient.invalidateQueries({ queryKey: ['numbers'] });
      const [url] = Object.values(changes);
      const flow = flows.find(({ webhookUrl }) => webhookUrl === url);
      announce(flow ? t.numbers.pointed(number.number, flow.name) : t.numbers.cleared(number.number));
    } catch (error) {
      tellFailure(error);
    }
  };
}
