/** Beside the canvas: the flow, the widget that is selected, or several of them (console §5). */
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from '../../../app/store.ts';
import { flowView } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { KeyParts } from '../canvas-keys.ts';
import { shownPlace } from './places.ts';
import { Several } from './several.tsx';
import { useInspectorAddress } from './use-address.ts';
import { useEditorValue } from './use-editor-value.ts';
import { WholeFlow } from './whole-flow.tsx';
import { WidgetPanel } from './widget-panel.tsx';

export function Inspector({ keys }: { readonly keys: KeyParts }) {
  const { editor } = keys;
  const selection = useEditorValue(editor, (state) => state.selection);
  const isLocked = useStore(editor.isLocked);
  const place = shownPlace(editor);
  useInspectorAddress(editor);
  const [only] = selection.size === 1 ? selection : [];
  const panel = usePanelKey(editor, only);
  useEffect(() => {
    const { tab, field, widget } = place.get();
    if (field !== undefined && widget !== only) place.set({ tab });
  }, [place, only]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isInDialog(event.target)) return;
    if (event.key === 'Escape') editor.canvas?.focus();
    else if (event.key === 'F2') focusName(event.currentTarget);
    else return;
    event.preventDefault();
  };
  const onFocus = ({ target }: FocusEvent) => {
    const field = isInDialog(target) ? undefined : target.closest<HTMLElement>('[data-field]')?.dataset.field;
    const { tab, field: before } = place.get();
    if (field !== undefined && only !== undefined && field !== before) place.set({ tab, field, widget: only });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what its fields do not take
    <div data-inspector inert={isLocked} onKeyDown={onKeyDown} onFocus={onFocus}>
      {selection.size === 0 && <WholeFlow editor={editor} />}
      {only !== undefined && <WidgetPanel key={panel} id={only} keys={keys} />}
      {selection.size > 1 && <Several editor={editor} ids={selection} />}
    </div>
  );
}

/** Dialogs of a field lie outside of the inspector, but what happens in them arrives here too. */
function isInDialog(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-inspector]') === null;
}

function focusName(inspector: EventTarget & Element): void {
  const name = inspector.querySelector<HTMLInputElement>('[data-name]');
  name?.focus();
  name?.select();
}

/** Another for each widget, but the same when one is renamed, so that its fields keep what is in them. */
function usePanelKey(editor: Editor, id: string | undefined): number {
  const document = useEditorValue(editor, ({ editing }) => editing.document);
  const shown = useRef({ id, place: -1, key: 0, count: 0 });
  const view = flowView(document);
  const place = id === undefined ? -1 : (view.indexOf(id) ?? -1);
  const before = shown.current;
  const isRenamed =
    id !== before.id &&
    before.id !== undefined &&
    view.find(before.id) === undefined &&
    before.place === place &&
    before.count === view.ids.length;
  const key = id === before.id || isRenamed ? before.key : before.key + 1;
  shown.current = { id, place, key, count: view.ids.length };
  return key;
}
