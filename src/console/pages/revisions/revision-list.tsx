import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RevisionRow } from '../../api/revisions.ts';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import type { HistoryItem } from './history.ts';
import { runKey } from './history.ts';
import classes from './revisions.module.css';
import { summaryQuery } from './summary.ts';
import { useAuthors } from './use-flow.ts';

type Run = Extract<HistoryItem<RevisionRow>, { kind: 'run' }>;

interface Props {
  readonly flowSid: string;
  readonly items: readonly HistoryItem<RevisionRow>[];
  /** The revision on the canvas. */
  readonly shown: number | undefined;
  readonly chosen: readonly number[];
  readonly onShow: (revision: number) => void;
  readonly onChoose: (revision: number) => void;
  readonly onToggle: (run: Run) => void;
}

export function HistoryList({ flowSid, items, shown, chosen, onShow, onChoose, onToggle }: Props) {
  const authorOf = useAuthors();
  return (
    <ul className={classes.list}>
      {items.map((item) =>
        item.kind === 'run' ? (
          <li key={runKey(item)}>
            <button
              type="button"
              className={classes.run}
              data-of={item.of}
              aria-expanded={!item.isFolded}
              onClick={() => onToggle(item)}
            >
              <span aria-hidden="true">{item.isFolded ? '▸' : '▾'}</span>
              {t.revisions[item.of](item.rows.length)}
            </button>
          </li>
        ) : (
          <li key={item.row.revision} className={classes.row} data-shown={item.row.revision === shown || undefined}>
            <span className={classes.check}>
              <input
                type="checkbox"
                aria-label={t.revisions.choose(item.row.revision)}
                checked={chosen.includes(item.row.revision)}
                onChange={() => onChoose(item.row.revision)}
              />
            </span>
            <button
              type="button"
              className={classes.revision}
              aria-current={item.row.revision === shown || undefined}
              onClick={() => onShow(item.row.revision)}
            >
              <span className={`tabular ${classes.number}`}>{t.revisions.name(item.row.revision)}</span>
              <span className={classes.told}>
                <span>
                  <Words flowSid={flowSid} row={item.row} />
                </span>
                <span className={classes.facts}>
                  <Author sid={item.row.authorSid} name={authorOf(item.row.authorSid)} />
                  <Time timeMs={item.row.createdAtMs} />
                </span>
              </span>
              <span className={classes.badge} data-status={item.row.status}>
                {t.revisions.statuses[item.row.status]}
              </span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function Author({ sid, name }: { readonly sid: string | undefined; readonly name: string }) {
  return (
    <Tooltip label={sid} disabled={sid === undefined}>
      <span className="ellipsis">{name}</span>
    </Tooltip>
  );
}

/** What somebody wrote to it, else what was done in it. */
function Words({ flowSid, row }: { readonly flowSid: string; readonly row: RevisionRow }) {
  const { data } = useQuery({ ...summaryQuery(flowSid, row.revision), enabled: row.message === undefined });
  return row.message ?? data?.words ?? '…';
}
