/** The list of commands (Mod+K): every page, flow and action, by a few letters of its name. */
import { Modal } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { Icon } from '../../theme/icons.tsx';
import type { FrameDialog } from '../frame.tsx';
import { t } from '../texts.ts';
import { type Command, useCommands } from './commands.ts';
import classes from './palette.module.css';
import { ranked } from './rank.ts';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onOpen: (dialog: FrameDialog) => void;
}

export function Palette({ isOpen, onClose, onOpen }: Props) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t.frame.search.title}
      withCloseButton={false}
      size={600}
      padding={0}
      yOffset="10vh"
      classNames={{ header: classes.title }}
    >
      <Search onClose={onClose} onOpen={onOpen} />
    </Modal>
  );
}

/** Apart from the dialog, so that it starts anew each time. */
function Search({ onClose, onOpen }: Omit<Props, 'isOpen'>) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const groups = useCommands(onOpen)
    .map(({ title, commands }) => ({ title, commands: ranked(commands, query) }))
    .filter(({ commands }) => commands.length > 0);
  const all = groups.flatMap(({ commands }) => commands);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    // After the dialog has given the focus back: the command may move it.
    setTimeout(command.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) setChosen((chosen + step + all.length) % Math.max(1, all.length));
    else if (event.key === 'Enter') run(all[chosen]);
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
          placeholder={t.frame.search.field}
          aria-label={t.frame.search.field}
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
      <div className={classes.list} role="listbox" id={`${id}-list`} aria-label={t.frame.palette.results} tabIndex={-1}>
        {groups.map(({ title, commands }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a list box
          <div key={title} role="group" aria-label={title}>
            <div className={classes.group} aria-hidden="true">
              {title}
            </div>
            {commands.map((command) => {
              const index = all.indexOf(command);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field, which keeps the focus
                <div
                  key={command.key}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === chosen}
                  className={classes.option}
                  ref={index === chosen ? scrollIntoView : undefined}
                  onPointerMove={() => setChosen(index)}
                  onClick={() => run(command)}
                >
                  <Icon name={command.icon} />
                  <span className="ellipsis">{command.name}</span>
                  {command.hint && <span className={`mono muted ${classes.hint}`}>{command.hint}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {all.length === 0 && <p className={classes.nothing}>{t.frame.palette.nothing(query)}</p>}
    </div>
  );
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
