/** The problems of the flow in an editor, found anew 400 ms after the last edit, once for all that show them. */
import { isJsonObject } from '../../../../engine/json.ts';
import { createStore, type Store } from '../../../app/store.ts';
import { nodeValue } from '../../../document/syntax.ts';
import type { Editor } from '../../../editor/editor.ts';
import { findProblems } from '../../../problems/index.ts';
import type { FlowProblem } from '../../../problems/problem.ts';

const restMs = 400;
const none: readonly FlowProblem[] = [];
const lists = new WeakMap<Editor, Store<readonly FlowProblem[]>>();

export function problemsOf(editor: Editor): Store<readonly FlowProblem[]> {
  const known = lists.get(editor);
  if (known) return known;
  const list = createStore(none);
  lists.set(editor, list);
  let { document } = editor.state.get().editing;
  const find = () => {
    const definition = nodeValue(document.flow.root);
    list.set(isJsonObject(definition) ? findProblems(definition) : none);
  };
  let timer = setTimeout(find, 0);
  editor.state.subscribe(() => {
    const now = editor.state.get().editing.document;
    if (now === document) return;
    document = now;
    clearTimeout(timer);
    timer = setTimeout(find, restMs);
  });
  return list;
}

/** Of one widget, by its place in the file, and by the part of it that they are about. */
export function problemsAt(
  problems: readonly FlowProblem[],
  place: number | undefined,
  part: readonly (string | number)[] = [],
): readonly FlowProblem[] {
  if (place === undefined) return none;
  const found = problems.filter(
    ({ state, path }) => state === place && part.every((step, at) => path[at + 2] === step),
  );
  return found.length === 0 ? none : found;
}
