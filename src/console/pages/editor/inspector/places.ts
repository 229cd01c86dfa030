/** Where in the inspector something is, and ways there: from a problem, a link, or a widget that was just added. */
import { createStore, type Store } from '../../../app/store.ts';
import type { Editor } from '../../../editor/editor.ts';
import { formOf, mainField } from '../../../forms/form.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import type { InspectorTab } from '../editor-search.ts';

export interface Place {
  readonly tab: InspectorTab;
  /** Key of a property, and id of the widget that it is one of. */
  readonly field?: string | undefined;
  readonly widget?: string;
}

const shown = new WeakMap<Editor, Store<Place>>();

/** What of the selected widget the inspector shows. */
export function shownPlace(editor: Editor): Store<Place> {
  const store = shown.get(editor) ?? createStore<Place>({ tab: 'config' });
  shown.set(editor, store);
  return store;
}

/** Shows a part of a widget and focuses its field. */
export function openPlace(editor: Editor, widget: string, place: Place): void {
  if (!editor.state.get().selection.has(widget)) editor.jump(widget);
  shownPlace(editor).set({ ...place, widget });
  if (place.field !== undefined) focusSoon(`[data-field="${CSS.escape(place.field)}"]`);
}

/** The part of a widget that a problem is about. */
export function placeOf({ path: [, , part, key] }: FlowProblem): Place {
  if (part === 'transitions') return { tab: 'transitions' };
  return { tab: 'config', field: part === 'properties' && typeof key === 'string' ? key : undefined };
}

/** Leads the keys to the first field of what is shown. */
export function focusFields(): void {
  focusSoon('[role="tabpanel"]', { takesButtons: true });
}

/** The field that says what a widget is for, its text selected, so that typing replaces it. */
export function focusMainField(editor: Editor, id: string): void {
  const state = editor.find(id);
  const field = state?.widget && mainField(formOf(state.widget), state.properties);
  shownPlace(editor).set({ tab: 'config', field, widget: id });
  if (field !== undefined) focusSoon(`[data-field="${CSS.escape(field)}"]`, { selects: true });
}

const fields = 'input:not([type="hidden"]), textarea, select, [contenteditable="true"]';
const others = 'button, a[href], [tabindex="0"]';
/** How long fields of code may take to arrive, and how long anything may. */
const codeMs = 1_000;
const patienceMs = 5_000;

interface How {
  /** The text is selected, so that typing replaces it. */
  readonly selects?: boolean;
  /** Where there is no field, a button will do. */
  readonly takesButtons?: boolean;
}

function focusSoon(part: string, { selects = false, takesButtons = false }: How = {}): void {
  const begunAtMs = performance.now();
  const look = () => {
    const box = document.querySelector(`[data-inspector] ${part}`);
    const passedMs = performance.now() - begunAtMs;
    const control =
      box?.querySelector<HTMLElement>(fields) ??
      (takesButtons && passedMs > codeMs ? box?.querySelector<HTMLElement>(others) : null);
    if (control) {
      control.focus();
      if (selects) selectAll(control);
    } else if (passedMs < patienceMs && isNobodyElsewhere()) {
      requestAnimationFrame(look);
    }
  };
  // After a dialog that was open has given the focus back.
  setTimeout(look, 0);
}

function selectAll(control: HTMLElement): void {
  if (control instanceof HTMLInputElement) control.select();
  else document.getSelection()?.selectAllChildren(control);
}

/** True until the person has gone on to something else. */
function isNobodyElsewhere(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.closest('[data-card], [data-inspector]') !== null;
}
