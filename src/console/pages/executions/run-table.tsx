import { Checkbox, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import type { ListedRun } from '../../api/executions.ts';
import { Card, Table } from '../../app/page.tsx';
import { t } from '../../app/texts.ts';
import { useNow } from '../../app/use-now.ts';
import { shortOutcome } from '../../outcome/short-outcome.ts';
import { duration, exactTime, number, timeOfDay } from '../../texts/format.ts';
import classes from './executions-page.module.css';
import { ToneIcon } from './tone-icon.tsx';

interface Props {
  readonly rows: readonly ListedRun[];
  /** Of which one is named in each row; undefined: all are of one flow. */
  readonly flows: readonly { readonly sid: string; readonly name: string }[] | undefined;
  readonly selection: ReadonlySet<string>;
  readonly onSelect: (selection: ReadonlySet<string>) => void;
}

const tickMs = 10_000;

export function RunTable({ rows, flows, selection, onSelect }: Props) {
  const nowMs = useNow(tickMs);
  const toggle = (sid: string) => {
    const next = new Set(selection);
    if (!next.delete(sid)) next.add(sid);
    onSelect(next);
  };
  const { columns } = t.executions;
  const names = new Map(flows?.map(({ sid, name }) => [sid, name]));
  return (
    <Card isFlush>
      <Table label={t.executions.title}>
        <thead>
          <tr>
            <th scope="col" className={classes.checkCell}>
              <Checkbox
                aria-label={columns.select}
                checked={rows.every(({ sid }) => selection.has(sid))}
                indeterminate={selection.size > 0 && !rows.every(({ sid }) => selection.has(sid))}
                onChange={({ currentTarget }) =>
                  onSelect(new Set(currentTarget.checked ? rows.map(({ sid }) => sid) : []))
                }
              />
            </th>
            <th scope="col">{columns.contact}</th>
            {flows && <th scope="col">{columns.flow}</th>}
            <th scope="col">{columns.trigger}</th>
            <th scope="col">{columns.started}</th>
            <th scope="col">{columns.duration}</th>
            <th scope="col" className={classes.number}>
              {columns.steps}
            </th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.revision}</th>
          </tr>
        </thead>
        <tbody onKeyDown={(event) => rowKey(event, toggle)}>
          {rows.map((run) => (
            <RunRow
              key={run.sid}
              run={run}
              flowName={flows && (names.get(run.flowSid) ?? run.flowSid)}
              nowMs={nowMs}
              isSelected={selection.has(run.sid)}
              onToggle={() => toggle(run.sid)}
            />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

interface RowProps {
  readonly run: ListedRun;
  readonly flowName: string | undefined;
  readonly nowMs: number;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
}

function RunRow({ run, flowName, nowMs, isSelected, onToggle }: RowProps) {
  const { tone, text } = shortOutcome(run, nowMs);
  const started = timeOfDay(run.createdAtMs, nowMs);
  const params = { flowSid: run.flowSid, executionSid: run.sid };
  return (
    <tr data-selected={isSelected || undefined} className={classes.row}>
      <td className={classes.checkCell}>
        <Checkbox
          tabIndex={-1}
          aria-label={t.executions.selectRow(run.contact, started)}
          checked={isSelected}
          onChange={onToggle}
        />
      </td>
      <td>
        <Link
          to="/flows/$flowSid/executions/$executionSid"
          params={params}
          className={classes.contact}
          data-row={run.sid}
        >
          {run.contact}
        </Link>
        {run.isTestUser && <span className={`muted ${classes.tag}`}>{t.executions.testUser}</span>}
      </td>
      {flowName !== undefined && (
        <td className={`ellipsis ${classes.flow}`} title={flowName}>
          {flowName}
        </td>
      )}
      <td>{triggerOf(run)}</td>
      <td className="tabular">
        <Tooltip label={exactTime(run.createdAtMs)}>
          <time dateTime={new Date(run.createdAtMs).toISOString()}>{started}</time>
        </Tooltip>
      </td>
      <td className="tabular">
        {run.status === 'active' ? (
          <span className="muted">{t.executions.waiting}</span>
        ) : (
          duration(run.updatedAtMs - run.createdAtMs)
        )}
      </td>
      <td className={`tabular ${classes.number}`}>{number(run.steps)}</td>
      <td className={classes.stateCell}>
        <span className={classes.state} title={text}>
          <ToneIcon tone={tone} />
          <span className="ellipsis">{text}</span>
        </span>
        {run.stuck && <span className={classes.stuck}>{t.executions.stuckNamed(t.executions.stuck[run.stuck])}</span>}
      </td>
      <td className="tabular">{t.executions.filters.revisionOf(run.revision)}</td>
    </tr>
  );
}

/** By what brought it about: its SID says of which kind that is. */
export function triggerOf({ initiatedBy, kind }: Pick<ListedRun, 'initiatedBy' | 'kind'>): string {
  const { triggers } = t.executions;
  if (initiatedBy.startsWith('RQ')) return triggers.request;
  if (initiatedBy.startsWith('CA')) return triggers.call;
  return kind === 'conversation' ? triggers.conversation : triggers.message;
}

/** ↑ and ↓ go from row to row, Space chooses; Enter follows the link. */
function rowKey(event: KeyboardEvent<HTMLElement>, toggle: (sid: string) => void): void {
  const link = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-row]') : null;
  if (link === null) return;
  if (event.key === ' ') toggle(link.dataset.row ?? '');
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
    all[all.indexOf(link) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  } else return;
  event.preventDefault();
}
