/** The flow as a list, for those who want no canvas: the keys of the canvas act on its rows too (console §4). */
import { useDeferredValue, useMemo, useState } from 'react';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { CardGlyph } from '../../canvas/card-glyph.tsx';
import { cardOf } from '../../graph/card.ts';
import { type OutlineRow, outlineOf } from '../../graph/outline.ts';
import { canvasKey, type KeyParts } from './canvas-keys.ts';
import classes from './outline.module.css';

/** Pixels of the screen for each level. */
const indent = 12;
/** Deeper ones would leave no room for names. */
const mostIndent = 6;
const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1 };

export function Outline({ keys }: { readonly keys: KeyParts }) {
  const { editor } = keys;
  const { drawing, selection } = useStore(editor.state);
  const flow = useDeferredValue(drawing.flow);
  const rows = useMemo(() => outlineOf(flow), [flow]);
  const cards = useMemo(() => new Map(flow.states.map((state) => [state.id, cardOf(state)])), [flow]);
  const [stop, setStop] = useState(0);
  const current = Math.min(stop, rows.length - 1);
  const focus = (row: OutlineRow, index: number) => {
    setStop(index);
    editor.focus.set(row.kind === 'card' ? { card: row.id } : { card: row.from, outlet: row.outlet });
  };
  return (
    <ul
      className={classes.list}
      aria-label={t.editorKeys.outline}
      onKeyDown={(event) => {
        const step = steps[event.key];
        const isOfButton = ['Enter', ' ', 'Tab'].includes(event.key);
        if (step !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          event.currentTarget.querySelectorAll('button')[current + step]?.focus();
        } else if (!isOfButton && canvasKey(event, keys)) event.preventDefault();
      }}
    >
      {rows.map((row, index) => {
        const card = cards.get(row.kind === 'card' ? row.id : (row.to ?? ''));
        return (
          <li key={row.kind === 'card' ? row.id : `${row.from}/${row.outlet}`}>
            <button
              type="button"
              className={classes.row}
              data-kind={row.kind}
              tabIndex={index === current ? 0 : -1}
              aria-current={(row.kind === 'card' && selection.has(row.id)) || undefined}
              style={{ paddingInlineStart: 6 + indent * Math.min(mostIndent, row.depth) }}
              onFocus={() => focus(row, index)}
              onClick={() => {
                if (card !== undefined) editor.jump(card.id);
              }}
            >
              {row.kind === 'card' && card && <CardGlyph icon={card.icon} size={16} />}
              <span className="ellipsis">
                {row.kind === 'card' ? card?.name : t.editorKeys.wire(row.label, card?.name)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
