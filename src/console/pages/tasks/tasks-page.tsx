import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { tasksQuery } from '../../api/queries.ts';
import { changeTask, type Task, type TaskAction, taskStatuses } from '../../api/tasks.ts';
import { announce } from '../../app/announce.tsx';
import { Sid } from '../../app/copy.tsx';
import { tellFailure } from '../../app/failure.ts';
import { Card, MenuHead, Page, Table } from '../../app/page.tsx';
import { useSession } from '../../app/session.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { Icon } from '../../theme/icons.tsx';
import classes from './tasks-page.module.css';

const route = getRouteApi('/frame/tasks');

/** Who waits for a person, and what became of them. */
export function TasksPage() {
  const { show: status = 'pending' } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(tasksQuery(status));
  const retry = () => void refetch();
  return (
    <Page
      title={t.tasks.title}
      count={data?.length ? String(data.length) : undefined}
      actions={
        <SegmentedControl
          aria-label={t.tasks.status}
          value={status}
          data={taskStatuses.map((value) => ({ value, label: t.tasks.statuses[value] }))}
          onChange={(value) => {
            const chosen = taskStatuses.find((each) => each === value) ?? 'pending';
            void navigate({ to: '/tasks', search: { show: chosen }, replace: true });
          }}
        />
      }
    >
      {error !== null && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data?.length === 0 && (
        <Card>
          <Empty icon="inbox" text={t.tasks.empty[status]} help={t.tasks.emptyHelp} />
        </Card>
      )}
      {data && data.length > 0 && (
        <Card isFlush>
          <Table label={t.tasks.title}>
            <thead>
              <tr>
                <th scope="col">{t.tasks.attributes}</th>
                <th scope="col">{t.tasks.workflow}</th>
                <th scope="col" className={classes.number}>
                  {t.tasks.priority}
                </th>
                <th scope="col">{t.tasks.since}</th>
                <th scope="col">{t.tasks.worker}</th>
                <th scope="col">{t.tasks.sid}</th>
                <MenuHead />
              </tr>
            </thead>
            <tbody>
              {data.map((task) => (
                <TaskRow key={task.sid} task={task} />
              ))}
            </tbody>
          </Table>
        </Card>
      )}
    </Page>
  );
}

/** What can be done with a task in this status, the usual first. */
const actions: { readonly [status: string]: readonly TaskAction[] } = {
  pending: ['accepted', 'canceled'],
  reserved: ['accepted', 'rejected', 'canceled'],
  assigned: ['completed', 'rejected', 'canceled'],
};

function TaskRow({ task }: { readonly task: Task }) {
  const change = useChange(task);
  const [usual, ...others] = actions[task.status] ?? [];
  return (
    <tr>
      <td className={classes.attributes}>
        <Attributes json={task.attributes} />
      </td>
      <td>{task.workflow}</td>
      <td className={`tabular ${classes.number}`}>{task.priority}</td>
      <td>
        <Time timeMs={task.createdMs} />
      </td>
      <td>
        {task.worker}
        {task.reason !== undefined && <span className="muted"> {task.reason}</span>}
      </td>
      <td>
        <Sid sid={task.sid} />
      </td>
      <td>
        <div className={classes.actions}>
          {usual && (
            <Button variant="default" size="compact-sm" onClick={() => void change(usual)}>
              {t.tasks.actions[usual]}
            </Button>
          )}
          {others.length > 0 && (
            <Menu>
              <Menu.Target>
                <ActionIcon aria-label={t.tasks.actionsOf(task.sid)}>
                  <Icon name="more" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {others.map((action) => (
                  <Menu.Item key={action} onClick={() => void change(action)}>
                    {t.tasks.actions[action]}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </td>
    </tr>
  );
}

function useChange(task: Task) {
  const queryClient = useQueryClient();
  const { account } = useSession();
  return async (action: TaskAction) => {
    try {
      await changeTask(task.sid, action, account.name);
      announce(t.tasks.done[action]);
    } catch (error) {
      tellFailure(error);
    }
    await queryClient.invalidateQueries({ queryKey: ['tasks'] });
  };
}

/** Names and values; what is no object stands as it is. */
function Attributes({ json }: { readonly json: string }) {
  const entries = entriesOf(json);
  if (entries === undefined) return <span className="mono">{json}</span>;
  return (
    <dl className={classes.pairs}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt className="muted">{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function entriesOf(json: string): readonly (readonly [string, unknown])[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}
