/** The editor of a flow (console §2): palette, canvas, dock. */
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { isUnknown } from '../../app/failure.ts';
import { FlowBar } from '../../app/flow-bar.tsx';
import { useShortcuts } from '../../app/shortcuts.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { FlowCanvas, type OutletRef } from '../../canvas/flow-canvas.tsx';
import { exportFlow } from '../../document/index.ts';
import type { Editor } from '../../editor/editor.ts';
import { cardOf } from '../../graph/card.ts';
import type { Point } from '../../graph/geometry.ts';
import { MissingWidget } from '../revisions/missing-widget.tsx';
import { addWidget, connect, deleteCards, focusedOutlet, type Source, selectedWire } from './actions.ts';
import { canvasKey, type EditorDialog, type KeyParts } from './canvas-keys.ts';
import { CanvasLayers } from './canvas-layers.tsx';
import { CanvasTools } from './canvas-tools.tsx';
import { CardMenu } from './card-menu.tsx';
import { ConnectDialog, ReconnectDialog, RenameWidgetDialog, WidgetPicker } from './dialogs.tsx';
import { Dock, type DockPart } from './dock.tsx';
import { Drawer } from './drawer.tsx';
import classes from './editor-page.module.css';
import { focusFields } from './inspector/places.ts';
import { editName, NameField, namedCard } from './name-field.tsx';
import { OtherTab } from './others/other-tab.tsx';
import { OthersBar } from './others/others-bar.tsx';
import { useOthers } from './others/use-others.ts';
import { useShare } from './others/use-share.ts';
import { type TabShare, useTabLock } from './others/use-tab-lock.ts';
import { Outline } from './outline.tsx';
import { Palette } from './palette.tsx';
import { PublishButton, usePublished } from './publish.tsx';
import { Restored } from './restored.tsx';
import { SaveText } from './save-text.tsx';
import { type OpenedFlow, Unreadable, useEditor } from './use-editor.ts';
import { useEditorCommands } from './use-editor-commands.ts';
import { useHandedOver } from './use-handed-over.ts';
import { usePanel } from './use-panel.ts';
import { usePhone } from './use-phone.ts';
import { useSaving } from './use-saving.ts';

/** In one that is narrower nothing is edited (console §2). */
const narrowWindow = '(max-width: 1023px)';

const route = getRouteApi('/frame/flows/$flowSid');

export function EditorPage() {
  const { flowSid } = route.useParams();
  const { data, dataUpdatedAt, error, refetch } = useEditor(flowSid);
  const share = useTabLock(flowSid);
  if (data !== undefined) return <OpenEditor key={`${flowSid} ${dataUpdatedAt}`} opened={data} share={share} />;
  if (error === null) return <LoadingRows onRetry={() => void refetch()} />;
  if (error instanceof Unreadable) return <Empty icon="alert" text={t.canvas.cannotDraw} help={error.message} />;
  if (!isUnknown(error)) return <FailureBar error={error} onRetry={() => void refetch()} />;
  return (
    <Empty icon="flow" text={t.flows.details.unknown}>
      <Button component={Link} to="/flows">
        {t.frame.failure.allFlows}
      </Button>
    </Empty>
  );
}

/** Dialogs and where their answers go. */
type Open =
  | EditorDialog
  | { readonly kind: 'pick'; readonly title: string; readonly source: Source }
  | { readonly kind: 'menu'; readonly card: string; readonly at: Point };

function OpenEditor({ opened, share }: { readonly opened: OpenedFlow; readonly share: TabShare }) {
  const { editor, name } = opened;
  const isMine = share.holder === 'mine';
  const { drawing, editing, selection, wires } = useStore(editor.state);
  const saving = useSaving(opened, isMine);
  const others = useOthers(opened, saving, isMine);
  const isNarrow = useMediaQuery(narrowWindow, undefined, { getInitialValueInEffect: false }) ?? false;
  const isReadOnly = !isMine || isNarrow;
  useShare(editor, saving, share, isNarrow);
  const { data: published } = usePublished(editor.flowSid);
  const publishedNow =
    published != null && published.definition === exportFlow(editing.document) ? published.revision : undefined;
  const [open, setOpen] = useState<Open>();
  const [isFolded, setFolded] = useState(false);
  const phone = usePhone();
  const [part, setPart] = useState<DockPart>('phone');
  const showPhone = (mode: typeof phone.mode) => {
    phone.show(mode);
    setPart('phone');
  };
  const hasPhone = phone.mode !== undefined;
  useEffect(() => setFolded(hasPhone), [hasPhone]);
  useEffect(() => {
    document.title = `${name} · ${t.frame.product}`;
  }, [name]);
  useHandedOver(editor, saving, isMine);
  const missing = useAddress(editor);
  useShortcuts({
    'Mod+Z': () => editor.undo(),
    'Mod+Shift+Z': () => editor.redo(),
    'Mod+Y': () => editor.redo(),
    'Mod+E': () => showPhone(hasPhone ? undefined : 'chat'),
  });
  const close = () => {
    setOpen(undefined);
    // After the dialog has let go of the focus.
    setTimeout(() => editor.canvas?.focus(), 0);
  };
  const edit = (card: string) => {
    editor.select([card]);
    setPart('widget');
    focusFields();
  };
  const askTarget = (card: string, event: string) => {
    editor.focus.set({ card, outlet: event });
    setOpen({ kind: 'connect' });
  };
  const openDialog = (dialog: EditorDialog) => {
    if (dialog.kind !== 'rename' || !editName(editor, dialog.card)) setOpen(dialog);
  };
  const keys = { editor, open: openDialog, edit };
  const [, showPanel] = usePanel();
  useEditorCommands({ keys, isReadOnly, showPanel, togglePhone: () => showPhone(hasPhone ? undefined : 'chat') });
  return (
    <div className={classes.page}>
      <FlowBar flowSid={editor.flowSid} name={name}>
        {isMine && <SaveText saving={saving} published={publishedNow} />}
        <Button variant="default" aria-pressed={hasPhone} onClick={() => showPhone(hasPhone ? undefined : 'chat')}>
          {t.phone.open}
        </Button>
        {isMine && <PublishButton editor={editor} saving={saving} name={name} />}
      </FlowBar>
      {isMine && <Restored opened={opened} saving={saving} />}
      <OtherTab share={share} />
      {isNarrow && (
        <p className={classes.narrow} role="status">
          {t.editorKeys.narrow}
        </p>
      )}
      <OthersBar flowSid={editor.flowSid} others={others} />
      {missing !== undefined && (
        <MissingWidget flowSid={editor.flowSid} revision={saving.saver.base.revision + 1} widget={missing} />
      )}
      <div className={classes.work}>
        {!isNarrow && (
          <Palette
            isFolded={isFolded}
            onFold={setFolded}
            onAdd={(type) => addWidget(editor, type, sourceOf(editor))}
            outline={<Outline keys={keys} />}
          />
        )}
        <div className={classes.middle}>
          <div className={classes.stage}>
            <FlowCanvas
              drawing={drawing}
              label={t.canvas.name(name, drawing.nodes.length)}
              selection={selection}
              selectedWires={wires}
              cardMarks={editor.cardMarks}
              wireMarks={editor.wireMarks}
              focus={editor.focus}
              naming={namedCard(editor)}
              nameField={(card) => <NameField editor={editor} card={card} />}
              isReadOnly={isReadOnly}
              onReady={(handle) => {
                editor.canvas = handle;
              }}
              events={{
                select: (cards, picked) => editor.select(cards, picked),
                open: edit,
                move: (places) =>
                  editor.do({ do: 'move', places: [...places].map(([widget, place]) => ({ widget, ...place })) }),
                insert: (widget, on, place) => {
                  const outlet = editor.outlet(on);
                  if (outlet) editor.do({ do: 'insertWidget', widget, on: outlet, place });
                },
                connect: (from, to) => connect(editor, from, to),
                reconnect: (from, to) => connect(editor, from, to, 'reconnect'),
                dropWire: (from, point) =>
                  setOpen({ kind: 'pick', title: titleAfter(editor, from), source: { from, point } }),
                drop: (type, point, on) => addWidget(editor, type, on ? { on, point } : { point }),
                menu: (card, at) => setOpen({ kind: 'menu', card, at }),
                rename: (card) => openDialog({ kind: 'rename', card }),
                key: (event) => {
                  if (canvasKey(event, keys)) event.preventDefault();
                },
              }}
            >
              <CanvasLayers editor={editor} isReadOnly={isReadOnly} />
            </FlowCanvas>
            <CanvasTools editor={editor} />
            {drawing.nodes.length === 1 && <p className={classes.hint}>{t.canvas.empty}</p>}
          </div>
          <Drawer editor={editor} askTarget={askTarget} />
        </div>
        <Dock editor={editor} keys={keys} part={part} onPart={setPart} phone={phone} />
      </div>
      {open && <Dialogs editor={editor} open={open} onOpen={setOpen} onClose={close} keys={keys} />}
    </div>
  );
}

interface DialogsProps {
  readonly editor: Editor;
  readonly open: Open;
  readonly onOpen: (open: Open) => void;
  readonly onClose: () => void;
  readonly keys: KeyParts;
}

function Dialogs({ editor, open, onOpen, onClose, keys }: DialogsProps) {
  switch (open.kind) {
    case 'menu':
      return (
        <CardMenu editor={editor} card={open.card} at={open.at} open={keys.open} edit={keys.edit} onClose={onClose} />
      );
    case 'rename':
      return <RenameWidgetDialog editor={editor} card={open.card} onClose={onClose} />;
    case 'reconnect':
      return (
        <ReconnectDialog
          targets={open.targets}
          onClose={onClose}
          onPick={(to) => {
            onClose();
            deleteCards(editor, open.cards, 'deleteAndReconnect', to);
          }}
        />
      );
    case 'connect': {
      const from = focusedOutlet(editor) ?? selectedWire(editor);
      if (from === undefined) return null;
      return (
        <ConnectDialog
          editor={editor}
          from={from}
          onClose={onClose}
          onNew={() => onOpen({ kind: 'pick', title: titleAfter(editor, from), source: { from } })}
          onPick={(card) => {
            onClose();
            connect(editor, from, card);
          }}
        />
      );
    }
    default: {
      const source = open.kind === 'pick' ? open.source : open.isLoose ? { point: undefined } : sourceOf(editor);
      const title = open.kind === 'pick' ? open.title : t.editor.picker.title;
      return (
        <WidgetPicker
          title={title}
          onClose={onClose}
          onPick={(type) => {
            onClose();
            addWidget(editor, type, source);
          }}
        />
      );
    }
  }
}

/** Where a widget goes that is added without a place: the outlet or wire in focus, else behind the chosen card. */
function sourceOf(editor: Editor): Source {
  const focus = editor.focus.get();
  const outlet = focusedOutlet(editor);
  if (outlet && focus?.isOnWire) return { on: outlet };
  if (outlet) return { from: outlet };
  const wire = selectedWire(editor);
  if (wire) return { on: wire };
  const { selection } = editor.state.get();
  const card = [...selection].at(-1) ?? focus?.card;
  return card === undefined ? { point: undefined } : { after: card };
}

function titleAfter(editor: Editor, from: OutletRef): string {
  const state = editor.state.get().drawing.flow.states.find(({ id }) => id === from.card);
  const outlet = state && cardOf(state).outlets.find(({ id }) => id === from.outlet);
  return t.editor.picker.after(state?.name ?? '', outlet?.label ?? '');
}

/** The selected widget is in the address: a link leads to it. The answer is one that a link named, and that is not there. */
function useAddress(editor: Editor): string | undefined {
  const widget = route.useSearch({ select: (search) => search.widget });
  const navigate = route.useNavigate();
  const [missing] = useState(() => (widget !== undefined && !editor.find(widget) ? widget : undefined));
  const { selection } = useStore(editor.state);
  useEffect(() => {
    if (widget !== undefined && editor.find(widget) && !editor.state.get().selection.has(widget)) editor.jump(widget);
  }, [editor, widget]);
  const [only] = selection.size === 1 ? selection : [];
  const isOpening = useRef(true);
  useEffect(() => {
    // What the address names is selected a moment after the page is opened.
    const hasJustOpened = isOpening.current && only === undefined;
    isOpening.current = false;
    if (hasJustOpened) return;
    void navigate({
      search: ({ widget: _, ...rest }) => (only === undefined ? rest : { ...rest, widget: only }),
      replace: true,
    });
  }, [navigate, only]);
  return missing !== undefined && editor.find(missing) === undefined ? missing : undefined;
}
