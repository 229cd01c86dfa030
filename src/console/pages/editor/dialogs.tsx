/** What the keys and menus of the canvas ask for: which widget, which target, which name. */
import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../app/form-dialog.tsx';
import classes from '../../app/palette/palette.module.css';
import { type PickEntry, PickList } from '../../app/pick-list.tsx';
import { t } from '../../app/texts.ts';
import { CardGlyph } from '../../canvas/card-glyph.tsx';
import type { OutletRef } from '../../canvas/flow-canvas.tsx';
import { nameRefusal } from '../../document/index.ts';
import type { Editor } from '../../editor/editor.ts';
import { paletteGroups } from '../../editor/palette-entries.ts';
import { cardOf } from '../../graph/card.ts';
import { renameWidget } from './actions.ts';

const pickEntries = paletteGroups.map(({ title, entries }) => ({
  title,
  entries: entries.map((entry) => ({ ...entry, icon: <CardGlyph icon={entry.glyph} size={20} />, hint: entry.help })),
}));

interface PickerProps {
  readonly title: string;
  readonly onPick: (type: string) => void;
  readonly onClose: () => void;
}

/** Which widget to add. */
export function WidgetPicker({ title, onPick, onClose }: PickerProps) {
  return (
    <PickDialog title={title} onClose={onClose}>
      <PickList
        groups={pickEntries}
        label={t.editor.palette.search}
        listLabel={t.editor.palette.widgets}
        nothing={t.editor.palette.none}
        onPick={({ key }) => onPick(key)}
      />
    </PickDialog>
  );
}

interface ConnectProps {
  readonly editor: Editor;
  readonly from: OutletRef;
  readonly onPick: (card: string) => void;
  readonly onNew: () => void;
  readonly onClose: () => void;
}

/** Which widget an outlet is to lead to. */
export function ConnectDialog({ editor, from, onPick, onNew, onClose }: ConnectProps) {
  const { states } = editor.state.get().drawing.flow;
  const source = states.find(({ id }) => id === from.card);
  const outlet = source && cardOf(source).outlets.find(({ id }) => id === from.outlet);
  const entries: readonly PickEntry[] = states
    .filter(({ type }) => type !== 'trigger')
    .map((state) => {
      const { id, name, typeTitle, icon } = cardOf(state);
      return { key: id, name, hint: typeTitle, icon: <CardGlyph icon={icon} size={20} /> };
    });
  const fresh: PickEntry = { key: '\n', name: t.editor.picker.newWidget };
  return (
    <PickDialog title={t.editor.picker.connect(source?.name ?? '', outlet?.label ?? '')} onClose={onClose}>
      <PickList
        groups={[
          { title: t.editor.palette.widgets, entries },
          { title: t.editor.picker.title, entries: [fresh] },
        ]}
        label={t.editor.picker.connectLabel}
        listLabel={t.editor.palette.widgets}
        nothing={t.editor.palette.none}
        onPick={({ key }) => (key === fresh.key ? onNew() : onPick(key))}
      />
    </PickDialog>
  );
}

/** Which of several targets what led here is to lead to. */
export function ReconnectDialog({
  targets,
  onPick,
  onClose,
}: {
  readonly targets: readonly string[];
  readonly onPick: (to: string) => void;
  readonly onClose: () => void;
}) {
  return (
    <PickDialog title={t.editor.menu.deleteAndReconnect} onClose={onClose}>
      <PickList
        groups={[{ title: t.editor.palette.widgets, entries: targets.map((name) => ({ key: name, name })) }]}
        label={t.editor.picker.connectLabel}
        listLabel={t.editor.palette.widgets}
        nothing={t.editor.palette.none}
        onPick={({ key }) => onPick(key)}
      />
    </PickDialog>
  );
}

function PickDialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      withCloseButton={false}
      size={520}
      padding={0}
      yOffset="10vh"
      classNames={{ header: classes.title }}
    >
      {children}
    </Modal>
  );
}

interface RenameProps {
  readonly editor: Editor;
  readonly card: string;
  readonly onClose: () => void;
}

/** Renames a widget and everything that speaks of it. */
export function RenameWidgetDialog({ editor, card, onClose }: RenameProps) {
  const before = editor.find(card)?.name ?? '';
  const [name, setName] = useState(before);
  const taken = new Set(editor.state.get().drawing.flow.states.map((state) => state.name));
  const wanted = name.trim();
  const refusal = wanted === before ? undefined : nameRefusal(wanted, taken);
  return (
    <FormDialog
      title={t.editor.rename.title(before)}
      submit={t.editor.rename.action}
      isDisabled={refusal !== undefined}
      onClose={onClose}
      onSubmit={async () => {
        onClose();
        if (wanted === before) return;
        renameWidget(editor, card, wanted);
      }}
    >
      <TextInput
        label={t.editor.rename.label}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onFocus={({ currentTarget }) => currentTarget.select()}
        error={refusal}
        data-autofocus
      />
    </FormDialog>
  );
}
