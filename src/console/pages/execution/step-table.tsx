import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Flow } from '../../api/flows.ts';
import { flowsQuery } from '../../api/queries.ts';
import { Table } from '../../app/page.tsx';
import { t } from '../../app/texts.ts';
import { duration, exactTime, preciseTime, shortSid } from '../../texts/format.ts';
import { typeTitle } from '../../widget-words.ts';
import type { Chosen } from './execution-page.tsx';
import classes from './steps.module.css';
import type { Opened } from './use-execution.ts';

interface Props {
  readonly opened: Opened;
  readonly flow: Flow;
  readonly chosen: Chosen;
}

/** The steps in the columns of Studio's own log, with how long each took. */
export function StepTable({ opened: { visits }, flow, chosen }: Props) {
  const { columns, drawer, step } = t.execution;
  const { data: flows = [] } = useQuery(flowsQuery);
  const [isNewestFirst, setNewestFirst] = useState(false);
  const rows = isNewestFirst ? visits.toReversed() : visits;
  const nameOf = (sid: string) =>
    sid === flow.sid ? flow.name : (flows.find((each) => each.sid === sid)?.name ?? shortSid(sid));
  return (
    <>
      <Checkbox
        className={classes.order}
        label={drawer.newestFirst}
        checked={isNewestFirst}
        onChange={({ currentTarget }) => setNewestFirst(currentTarget.checked)}
      />
      <Table label={drawer.label}>
        <thead>
          <tr>
            <th scope="col">{columns.number}</th>
            <th scope="col">{columns.date}</th>
            <th scope="col">{columns.widget}</th>
            <th scope="col">{columns.type}</th>
            <th scope="col">{columns.event}</th>
            <th scope="col">{columns.flow}</th>
            <th scope="col">{columns.target}</th>
            <th scope="col">{columns.duration}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((visit) => (
            <tr key={visit.stepSid} className={classes.tableRow} data-chosen={visit === chosen.visit || undefined}>
              <td className="tabular">{visit.number}</td>
              <td className="tabular" title={exactTime(visit.enteredAtMs)}>
                {preciseTime(visit.enteredAtMs)}
              </td>
              <td>
                <button
                  type="button"
                  className={classes.choose}
                  data-inner={visit.parentSid !== undefined || undefined}
                  aria-current={visit === chosen.visit ? 'step' : undefined}
                  onClick={() => chosen.choose(visit)}
                >
                  {visit.widget}
                </button>
              </td>
              <td>{visit.type === undefined ? '' : typeTitle(visit.type)}</td>
              <td className="mono">{visit.event ?? step.waits}</td>
              <td>{nameOf(visit.flowSid)}</td>
              <td>{visit.target ?? (visit.event === undefined ? '' : t.execution.ended)}</td>
              <td className="tabular">
                {visit.endedAtMs === undefined ? '' : duration(visit.endedAtMs - visit.enteredAtMs)}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
