/** The palette: every widget that can be added, by drag, click or key (console §3.2). */
import { ActionIcon, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ranked } from '../../app/rank.ts';
import { t } from '../../app/texts.ts';
import { CardGlyph } from '../../canvas/card-glyph.tsx';
import { dragType } from '../../canvas/flow-canvas.tsx';
import { type PaletteEntry, paletteGroups } from '../../editor/palette-entries.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './palette.module.css';

interface Props {
  readonly isFolded: boolean;
  readonly onFold: (isFolded: boolean) => void;
  readonly onAdd: (type: string) => void;
  /** Shown in the place of the widgets, when it is asked for. */
  readonly outline: ReactNode;
}

type Part = 'palette' | 'outline';
const parts: readonly Part[] = ['palette', 'outline'];

export function Palette({ isFolded, onFold, onAdd, outline }: Props) {
  const [query, setQuery] = useState('');
  const [part, setPart] = useState<Part>('palette');
  const hasOutline = part === 'outline' && !isFolded;
  const groups = paletteGroups
    .map(({ title, entries }) => ({ title, entries: matching(entries, query) }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <aside
      className={classes.palette}
      data-folded={isFolded || undefined}
      aria-label={t.editor.palette.label}
      data-region={t.editor.palette.label}
    >
      <div className={classes.head}>
        {!isFolded && (
          // biome-ignore lint/a11y/useSemanticElements: two switches are no fieldset
          <div role="group" aria-label={t.editorKeys.side} className={classes.parts}>
            {parts.map((each) => (
              <button
                key={each}
                type="button"
                className={classes.part}
                aria-pressed={part === each}
                onClick={() => setPart(each)}
              >
                {t.editorKeys[each]}
              </button>
            ))}
          </div>
        )}
        <ActionIcon
          aria-label={isFolded ? t.editor.palette.unfold : t.editor.palette.fold}
          aria-expanded={!isFolded}
          onClick={() => onFold(!isFolded)}
        >
          <Icon name={isFolded ? 'plus' : 'chevronLeft'} />
        </ActionIcon>
      </div>
      {hasOutline ? (
        <div className={classes.list}>{outline}</div>
      ) : (
        <>
          {!isFolded && (
            <TextInput
              className={classes.search}
              aria-label={t.editor.palette.searchLabel}
              placeholder={t.editor.palette.search}
              value={query}
              onChange={({ currentTarget }) => setQuery(currentTarget.value)}
            />
          )}
          <div className={classes.list}>
            {groups.map(({ title, entries }) => (
              <div key={title}>
                {!isFolded && <h2 className={classes.group}>{title}</h2>}
                <ul>
                  {entries.map((entry) => (
                    <li key={entry.key}>
                      <Entry entry={entry} isFolded={isFolded} onAdd={onAdd} />
                    </li>
                  ))}
                </ul>
              </div>
            ))}
            {groups.length === 0 && <p className={`muted ${classes.none}`}>{t.editor.palette.none(query)}</p>}
          </div>
        </>
      )}
    </aside>
  );
}

function Entry({ entry, isFolded, onAdd }: { readonly entry: PaletteEntry } & Pick<Props, 'isFolded' | 'onAdd'>) {
  return (
    <button
      type="button"
      draggable
      className={classes.entry}
      data-group={entry.group}
      title={isFolded ? `${entry.name}: ${entry.help}` : entry.help}
      aria-label={isFolded ? entry.name : undefined}
      onClick={() => onAdd(entry.key)}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, entry.key);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <CardGlyph icon={entry.glyph} size={20} />
      {!isFolded && <span className="ellipsis">{entry.name}</span>}
      {!isFolded && entry.needsCall && (
        <span className={classes.sign} role="img" aria-label={t.editor.palette.needsCall}>
          ☎
        </span>
      )}
    </button>
  );
}

function matching(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const found = ranked(
    entries.map((entry) => ({ name: `${entry.name} ${entry.key} ${entry.words}`, entry })),
    query,
  );
  return query.trim() === '' ? entries : found.map(({ entry }) => entry);
}
