import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FlowRow } from '../../api/flows.ts';
import { publishedQuery } from '../../api/queries.ts';
import { Sid } from '../../app/copy.tsx';
import { Card, MenuHead, Table } from '../../app/page.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { Icon } from '../../theme/icons.tsx';
import { FlowMenu } from './flow-menu.tsx';
import type { FlowSearch, FlowSort } from './flow-search.ts';
import classes from './flows-page.module.css';

interface Props {
  readonly flows: readonly FlowRow[];
  readonly search: FlowSearch;
}

export function FlowTable({ flows, search }: Props) {
  return (
    <Card isFlush>
      <Table label={t.flows.list.title}>
        <thead>
          <tr>
            <SortHead column="name" title={t.flows.list.name} search={search} />
            <th scope="col">{t.flows.list.status}</th>
            <SortHead column="changed" title={t.flows.list.lastChange} search={search} />
            <th scope="col">{t.flows.list.sid}</th>
            <MenuHead />
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <tr key={flow.sid}>
              <td className={`${classes.nameCell} ellipsis`}>
                <Link to="/flows/$flowSid" params={{ flowSid: flow.sid }} className={classes.name} title={flow.name}>
                  {flow.name}
                </Link>
              </td>
              <td>
                <FlowStatus flow={flow} />
              </td>
              <td>
                <Time timeMs={flow.changedAtMs} />
              </td>
              <td>
                <Sid sid={flow.sid} />
              </td>
              <td>
                <FlowMenu flow={flow} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

interface SortHeadProps {
  readonly column: 'name' | 'changed';
  readonly title: string;
  readonly search: FlowSearch;
}

/** A link, since the order is in the address. */
function SortHead({ column, title, search }: SortHeadProps) {
  const { sort = '-changed' } = search;
  const isSorted = sort.endsWith(column);
  const isDescending = sort.startsWith('-');
  // Names begin at A, changes with the newest.
  const next: FlowSort = isSorted ? (isDescending ? column : `-${column}`) : column === 'name' ? 'name' : '-changed';
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
      <Link to="/flows" search={{ ...search, sort: next }} className={classes.sort}>
        {title}
        {isSorted && <Icon name={isDescending ? 'arrowDown' : 'arrowUp'} size={12} />}
      </Link>
    </th>
  );
}

/** What contacts get, and what waits to be published. */
export function FlowStatus({ flow }: { readonly flow: FlowRow }) {
  const { data: published } = useQuery(publishedQuery(flow));
  const isPublished = typeof published === 'number';
  return (
    <span className={classes.status}>
      <span className={classes.dot} data-published={isPublished || undefined} aria-hidden="true" />
      {published === null && <span className="muted">{t.flows.list.draftOnly}</span>}
      {isPublished && <span className="tabular">{t.flows.list.publishedAs(published)}</span>}
      {isPublished && flow.latest === 'draft' && (
        <span className="muted tabular">{t.flows.list.draftAs(flow.revision)}</span>
      )}
    </span>
  );
}
