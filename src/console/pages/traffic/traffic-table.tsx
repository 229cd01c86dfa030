import { Card, Table } from '../../app/page.tsx';
import { t } from '../../app/texts.ts';
import { number, percent } from '../../texts/format.ts';
import type { TrafficRow } from '../../traffic/traffic-layer.ts';
import classes from './traffic-page.module.css';

interface Props {
  readonly rows: readonly TrafficRow[];
  /** The revision that it is compared with. */
  readonly than: number | undefined;
}

export function TrafficTable({ rows, than }: Props) {
  const { columns } = t.traffic;
  return (
    <Card isFlush>
      <Table label={t.traffic.title}>
        <thead>
          <tr>
            <th scope="col">{columns.widget}</th>
            <th scope="col">{columns.event}</th>
            <th scope="col">{columns.target}</th>
            <th scope="col" className={classes.number}>
              {columns.count}
            </th>
            {than !== undefined && (
              <th scope="col" className={classes.number}>
                {columns.than(than)}
              </th>
            )}
            <th scope="col" className={classes.number}>
              {columns.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ widget, event, label, target, count, share, thanShare }) => (
            <tr key={`${widget}\n${event}\n${target ?? ''}`}>
              <td>{widget}</td>
              <td>
                {label} <span className="mono muted">{event}</span>
              </td>
              <td>{target ?? <span className="muted">{t.traffic.nowhere}</span>}</td>
              <td className={`tabular ${classes.number}`}>{number(count)}</td>
              {than !== undefined && (
                <td className={`tabular ${classes.number}`}>{thanShare === undefined ? '' : percent(thanShare)}</td>
              )}
              <td className={`tabular ${classes.number}`}>{percent(share)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
