import { useEffect, useRef } from 'react';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { Hit } from '../../../find/find-in-flow.ts';
import { propertyTitle } from '../../../widget-words.ts';
import classes from './find-drawer.module.css';

/** More than anybody reads; the keys lead to those behind them too. */
const mostShown = 200;
/** Characters shown before a hit. */
const before = 30;

interface Props {
  readonly editor: Editor;
  readonly hits: readonly Hit[];
  readonly current: number | undefined;
  readonly onPick: (hit: Hit, index: number) => void;
}

export function HitList({ editor, hits, current, onPick }: Props) {
  // The one that the keys are at is among those that are shown.
  const from = Math.max(0, Math.min((current ?? 0) - mostShown / 2, hits.length - mostShown));
  const shown = hits.slice(from, from + mostShown);
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current !== undefined) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <ul className={classes.list} aria-label={t.find.hits}>
      {shown.map((hit, index) => {
        const isCurrent = from + index === current;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: hits have no other name
          <li key={from + index}>
            <button
              ref={isCurrent ? row : undefined}
              type="button"
              className={classes.hit}
              aria-current={isCurrent || undefined}
              onClick={() => onPick(hit, from + index)}
            >
              <span className={`ellipsis ${classes.widget}`}>{widgetName(editor, hit)}</span>
              <span className={`muted ellipsis ${classes.place}`}>{placeName(editor, hit)}</span>
              <Excerpt hit={hit} />
            </button>
          </li>
        );
      })}
      {hits.length > shown.length && (
        <li className={`muted ${classes.none}`}>{t.find.more(hits.length - shown.length)}</li>
      )}
    </ul>
  );
}

function Excerpt({ hit: { text, at, length } }: { readonly hit: Hit }) {
  const start = Math.max(0, at - before);
  return (
    <span className={`ellipsis ${classes.excerpt}`} title={text}>
      {start > 0 && '…'}
      {text.slice(start, at)}
      <mark>{text.slice(at, at + length)}</mark>
      {text.slice(at + length, at + length + 200)}
    </span>
  );
}

export function widgetName(editor: Editor, hit: Hit): string {
  return hit.part === 'note' ? t.find.parts.note : (editor.find(hit.widget)?.name ?? hit.widget);
}

export function placeName(editor: Editor, hit: Hit): string {
  switch (hit.part) {
    case 'property':
      return propertyTitle(editor.find(hit.widget)?.type ?? '', hit.key);
    case 'condition':
    case 'transition':
      return t.find.parts[hit.part](hit.event);
    default:
      return t.find.parts[hit.part];
  }
}
