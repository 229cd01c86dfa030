import { Checkbox } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { t } from '../../app/texts.ts';
import type { Change } from '../../compare/compare.ts';
import { changeSigns } from '../../compare/describe.ts';
import { compareTexts } from '../../texts/compare.ts';
import { ChangeDetail } from './change-detail.tsx';
import classes from './compare-page.module.css';

interface Props {
  readonly names: { readonly first: string; readonly second: string };
  readonly changes: readonly Change[];
  readonly moves: number;
  readonly showsMoves: boolean;
  /** Name of the widget that is chosen. */
  readonly chosen: string | undefined;
  readonly onChoose: (widget: string) => void;
  readonly onShowMoves: (isShown: boolean) => void;
}

export function ChangeList({ names, changes, moves, showsMoves, chosen, onChoose, onShowMoves }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (chosen !== undefined) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <section
      className={classes.list}
      aria-label={t.revisions.compare.changes}
      data-region={t.revisions.compare.changes}
    >
      <div className={classes.listHead}>
        <h2>
          {t.revisions.compare.changes} <span className="muted tabular">{changes.length}</span>
        </h2>
        {moves > 0 && (
          <Checkbox
            label={t.revisions.compare.showMoves(moves)}
            checked={showsMoves}
            onChange={({ currentTarget }) => onShowMoves(currentTarget.checked)}
          />
        )}
      </div>
      {changes.length === 0 && <p className={classes.same}>{compareTexts.same(names.first, names.second, moves)}</p>}
      <ul className={classes.changes} ref={list}>
        {changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no other name
          <li key={index} className={classes.change} data-kind={change.kind}>
            <ChangeRow
              change={change}
              isChosen={chosen !== undefined && widgetOf(change) === chosen}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly change: Change;
  readonly isChosen: boolean;
  readonly onChoose: (widget: string) => void;
}

function ChangeRow({ change, isChosen, onChoose }: RowProps) {
  const widget = widgetOf(change);
  return (
    <button
      type="button"
      className={classes.changeButton}
      aria-current={isChosen || undefined}
      onClick={() => {
        if (widget !== undefined) onChoose(widget);
      }}
    >
      <span className={classes.sign} aria-hidden="true">
        {changeSigns[change.kind]}
      </span>
      <span className={classes.told}>
        <span className={classes.name}>{widget ?? t.revisions.compare.flow}</span>
        <ChangeDetail change={change} />
      </span>
    </button>
  );
}

function widgetOf(change: Change): string | undefined {
  return 'widget' in change ? change.widget : undefined;
}
