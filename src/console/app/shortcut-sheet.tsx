import { Modal } from '@mantine/core';
import { KeyCaps } from './key-caps.tsx';
import classes from './shortcut-sheet.module.css';
import { shortcutGroups } from './shortcuts.ts';
import { t } from './texts.ts';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ShortcutSheet({ isOpen, onClose }: Props) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t.frame.shortcuts.title}
      closeButtonProps={{ 'aria-label': t.frame.actions.close }}
    >
      {shortcutGroups.map(({ title, shortcuts }) => (
        <section key={title} className={classes.group}>
          <h3>{title}</h3>
          <dl>
            {shortcuts.map(({ keys, does }) => (
              <div key={keys} className={classes.row}>
                <dt>{does}</dt>
                <dd>
                  <KeyCaps keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
