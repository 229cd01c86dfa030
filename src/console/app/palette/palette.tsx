/** The list of commands (Mod+K): every page, flow and action, by a few letters of its name. */
import { Modal } from '@mantine/core';
import type { FrameDialog } from '../frame.tsx';
import { PickList } from '../pick-list.tsx';
import { t } from '../texts.ts';
import { type Command, useCommands } from './commands.tsx';
import classes from './palette.module.css';

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
      <Commands onClose={onClose} onOpen={onOpen} />
    </Modal>
  );
}

/** Apart from the dialog, so that its commands are made anew each time. */
function Commands({ onClose, onOpen }: Omit<Props, 'isOpen'>) {
  const groups = useCommands(onOpen);
  const run = (command: Command) => {
    onClose();
    // After the dialog has given the focus back: the command may move it.
    setTimeout(command.run, 0);
  };
  return (
    <PickList
      groups={groups}
      label={t.frame.search.field}
      listLabel={t.frame.palette.results}
      nothing={t.frame.palette.nothing}
      onPick={run}
    />
  );
}
