/** A field above a list: some letters find an entry, arrows choose, Enter takes it. */
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Icon } from '../theme/icons.tsx';
import classes from './pick-list.module.css';
import { ranked } from './rank.ts';

export interface PickEntry {
  readonly key: string;
  /** What the letters are looked for in. */
  readonly name: string;
  readonly icon?: ReactNode;
  /** In small type behind the name. */
  readonly hint?: ReactNode;
  /** Words that it is found by as well. */
  readonly words?: string;
}

export interface PickGroup<T extends PickEntry> {
  readonly title: string;
  readonly entries: readonly T[];
}

interface Props<T extends PickEntry> {
  readonly groups: readonly PickGroup<T>[];
  /** Name of the field, which it shows while it is empty. */
  readonly label: string;
  readonly listLabel: string;
  readonly nothing: (query: string) => string;
  readonly onPick: (entry: T) => void;
}

export function PickList<T extends PickEntry>({ groups, label, listLabel, nothing, onPick }: Props<T>) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const found = groups
    .map(({ title, entries }) => ({ title, entries: matching(entries, query) }))
    .filter(({ entries }) => entries.length > 0);
  const all = found.flatMap(({ entries }) => entries);
  const pick = (entry: T | undefined) => {
    if (entry !== undefined) onPick(entry);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) setChosen((chosen + step + all.length) % Math.max(1, all.length));
    else if (event.key === 'Enter') pick(all[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <div className={classes.field}>
        <Icon name="search" size={18} />
        <input
          className={classes.input}
          value={query}
          onChange={({ currentTarget }) => {
            setQuery(currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={label}
          aria-label={label}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={all.length > 0 ? `${id}-${chosen}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      </div>
      <div className={classes.list} role="listbox" id={`${id}-list`} aria-label={listLabel} tabIndex={-1}>
        {found.map(({ title, entries }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a list box
          <div key={title} role="group" aria-label={title}>
            <div className={classes.group} aria-hidden="true">
              {title}
            </div>
            {entries.map((entry) => {
              const index = all.indexOf(entry);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field, which keeps the focus
                <div
                  key={entry.key}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === chosen}
                  className={classes.option}
                  ref={index === chosen ? scrollIntoView : undefined}
                  onPointerMove={() => setChosen(index)}
                  onClick={() => pick(entry)}
                >
                  {entry.icon}
                  <span className="ellipsis">{entry.name}</span>
                  {entry.hint && <span className={`muted ${classes.hint}`}>{entry.hint}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {all.length === 0 && <p className={classes.nothing}>{nothing(query)}</p>}
    </div>
  );
}

/** By the name first, then by the other words. */
function matching<T extends PickEntry>(entries: readonly T[], query: string): readonly T[] {
  const named = ranked(entries, query);
  const others = entries.filter((entry) => !named.includes(entry));
  const byWords = ranked(
    others.map((entry) => ({ name: entry.words ?? '', entry })),
    query,
  ).map(({ entry }) => entry);
  return query.trim() === '' ? entries : [...named, ...byWords];
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
