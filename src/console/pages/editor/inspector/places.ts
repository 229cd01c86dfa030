/** Where in the inspector something is, and ways there: from a problem, a link, or a widget that was just added. */
import { createStore, type Store } from '../../../app/store.ts';
import type { Editor } from '../../../editor/editor.ts';
import { formOf, mainField } from '../../../forms/form.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import type { InspectorTab } from '../editor-search.ts';

export interface Place {
  readonly tab: InspectorTab;
  /** Key of a property. */
  readonly field?: string | undefined;
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
  shownPlace(editor).set(place);
  if (place.field !== undefined) focusSoon(`[data-field="${CSS.escape(place.field)}"]`);
}

/** The part of a widget that a problem is about. */
export function placeOf({ path: [, , part, key] }: FlowProblem): Place {
  if (part === 'transitions') return { tab: 'transitions' };
  return { tab: 'config', field: part === 'properties' && typeof key === 'string' ? key : undefined };
}

/** Leads the keys to the first field of what is shown. */
export function focusFields(): void {
  focusSoon('[role="tabpanel"]');
}

/** The field that says what a widget is for, its text selected, so that typing replaces it. */
export function focusMainField(editor: Editor, id: string): void {
  const state = editor.find(id);
  const field = state?.widget && mainField(formOf(state.widget), state.properties);
  shownPlace(editor).set({ tab: 'config', field });
  if (field !== undefined) focusSoon(`[data-field="${CSS.escape(field)}"]`, true);
}

const focusable = 'input:not([type="hidden"]), textarea, select, [contenteditable="true"]';
const patienceMs = 2_000;

/** Fields of code arrive a moment after the widget is shown. */
function focusSoon(field: string, selects = false): void {
  const givenUpAtMs = performance.now() + patienceMs;
  const look = () => {
    const control = document.querySelector(`[data-inspector] ${field}`)?.querySelector<HTMLElement>(focusable);
    if (control) {
      control.focus();
      if (selects) document.getSelection()?.selectAllChildren(control);
      if (selects && control instanceof HTMLInputElement) control.select();
    } else if (performance.now() < givenUpAtMs && isNobodyElsewhere()) {
      requestAnimationFrame(look);
    }
  };
  // After a dialog that was open has given the focus back.
  setTimeout(look, 0);
}

/** True until the person has gone on to something else. */
function isNobodyElsewhere(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.closest('[data-card], [data-inspector]') !== null;
}
