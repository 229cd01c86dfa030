import { Menu } from '@mantine/core';
import { t } from '../../app/texts.ts';
import type { Editor } from '../../editor/editor.ts';
import type { Point } from '../../graph/geometry.ts';
import { copyCards, deleteCards, duplicateCards, selectReached } from './actions.ts';
import { deleteAndReconnect, type KeyParts } from './canvas-keys.ts';
import { alignCards, alignments, axes, distributeCards, leastToDistribute } from './in-line.ts';

interface ItemsProps extends KeyParts {
  readonly card: string;
}

interface Props extends ItemsProps {
  /** Of the screen. */
  readonly at: Point;
  readonly onClose: () => void;
}

/** The menu of a card; of the whole selection where the card is part of it. */
export function CardMenu({ at, onClose, ...items }: Props) {
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <CardMenuItems {...items} />
      </Menu.Dropdown>
    </Menu>
  );
}

export function CardMenuItems({ editor, card, open, edit }: ItemsProps) {
  const { selection } = editor.state.get();
  const cards = selection.has(card) ? [...selection] : [card];
  const entries: readonly (readonly [label: string, run: () => void])[] = [
    [t.editor.menu.edit, () => edit(card)],
    [t.editor.menu.rename, () => open({ kind: 'rename', card })],
    [t.editor.menu.duplicate, () => duplicateCards(editor, cards)],
    [t.editor.menu.copy, () => void copyCards(editor, cards)],
    [t.editor.menu.selectFollowing, () => selectReached(editor, cards, 'follows')],
    [t.editor.menu.selectLeading, () => selectReached(editor, cards, 'leads')],
  ];
  return (
    <>
      {entries.map(([label, run]) => (
        <Menu.Item key={label} onClick={run}>
          {label}
        </Menu.Item>
      ))}
      {cards.length > 1 && <InLine editor={editor} cards={cards} />}
      <Menu.Divider />
      <Menu.Item color="error" onClick={() => deleteCards(editor, cards, 'delete')}>
        {t.editor.menu.delete}
      </Menu.Item>
      <Menu.Item color="error" onClick={() => deleteAndReconnect(editor, cards, open)}>
        {t.editor.menu.deleteAndReconnect}
      </Menu.Item>
    </>
  );
}

function InLine({ editor, cards }: { readonly editor: Editor; readonly cards: readonly string[] }) {
  return (
    <>
      <Menu.Divider />
      {alignments.map((how) => (
        <Menu.Item key={how} onClick={() => alignCards(editor, cards, how)}>
          {t.editorKeys.align(t.inspector.several.alignments[how])}
        </Menu.Item>
      ))}
      {cards.length >= leastToDistribute &&
        axes.map((axis) => (
          <Menu.Item key={axis} onClick={() => distributeCards(editor, cards, axis)}>
            {t.editorKeys.distribute(t.inspector.several.axes[axis])}
          </Menu.Item>
        ))}
    </>
  );
}
