/** Where an outlet leads: a button that names the widget, and a list to choose another from. */
import { ActionIcon, Modal, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { type PickEntry, PickList } from '../../../app/pick-list.tsx';
import { t } from '../../../app/texts.ts';
import { CardGlyph } from '../../../canvas/card-glyph.tsx';
import type { Editor } from '../../../editor/editor.ts';
import { cardOf, type PlacedOutlet } from '../../../graph/card.ts';
import { Icon } from '../../../theme/icons.tsx';
import { addWidget, connect, disconnect } from '../actions.ts';
import { WidgetPicker } from '../dialogs.tsx';
import classes from './inspector.module.css';
import { useWidgetScope } from './widget-scope.ts';

const nowhere = '\n0';
const fresh = '\n1';

export function TargetButton({ outlet }: { readonly outlet: PlacedOutlet }) {
  const { editor, id } = useWidgetScope();
  const [open, setOpen] = useState<'target' | 'widget'>();
  const { next } = outlet;
  const isThere = next !== undefined && editor.find(next) !== undefined;
  const from = { card: id, outlet: outlet.id };
  return (
    <div className={classes.target}>
      <UnstyledButton
        className={classes.targetButton}
        data-loose={!isThere || undefined}
        aria-label={
          next === undefined
            ? t.inspector.transitions.leadsNowhere(outlet.label)
            : t.inspector.transitions.leadsTo(outlet.label, next)
        }
        aria-haspopup="dialog"
        onClick={() => setOpen('target')}
      >
        <span className="ellipsis">
          {next === undefined
            ? t.inspector.transitions.nowhere
            : isThere
              ? next
              : t.inspector.transitions.missing(next)}
        </span>
        <Icon name="chevronDown" size={14} />
      </UnstyledButton>
      <ActionIcon
        aria-label={t.inspector.transitions.goTo(next ?? t.inspector.transitions.nowhere)}
        disabled={!isThere}
        onClick={() => next !== undefined && editor.jump(next)}
      >
        <Icon name="goTo" size={14} />
      </ActionIcon>
      {open === 'target' && (
        <TargetDialog
          editor={editor}
          title={t.inspector.transitions.target(outlet.label)}
          onClose={() => setOpen(undefined)}
          onPick={(key) => {
            if (key === fresh) return setOpen('widget');
            setOpen(undefined);
            if (key === nowhere) disconnect(editor, from);
            else connect(editor, from, key);
          }}
        />
      )}
      {open === 'widget' && (
        <WidgetPicker
          title={t.editor.picker.after(editor.find(id)?.name ?? '', outlet.label)}
          onClose={() => setOpen(undefined)}
          onPick={(type) => {
            setOpen(undefined);
            addWidget(editor, type, { from });
          }}
        />
      )}
    </div>
  );
}

interface DialogProps {
  readonly editor: Editor;
  readonly title: string;
  readonly onPick: (key: string) => void;
  readonly onClose: () => void;
}

function TargetDialog({ editor, title, onPick, onClose }: DialogProps) {
  const entries: readonly PickEntry[] = editor.state
    .get()
    .drawing.flow.states.filter(({ type }) => type !== 'trigger')
    .map((state) => {
      const { id, name, typeTitle, icon } = cardOf(state);
      return { key: id, name, hint: typeTitle, icon: <CardGlyph icon={icon} size={20} /> };
    });
  const others: readonly PickEntry[] = [
    { key: fresh, name: t.editor.picker.newWidget },
    { key: nowhere, name: t.inspector.transitions.nowhere },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t.frame.actions.close }}
      size={520}
      padding={0}
      styles={{ header: { padding: '16px 20px' } }}
    >
      <PickList
        groups={[
          { title: t.editor.picker.title, entries: others },
          { title: t.editor.palette.widgets, entries },
        ]}
        label={t.editor.picker.connectLabel}
        listLabel={t.editor.palette.widgets}
        nothing={t.editor.palette.none}
        onPick={({ key }) => onPick(key)}
      />
    </Modal>
  );
}
