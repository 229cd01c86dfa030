/** Does what a fix says: edits as one undo entry, a mute, or a question to the person. */
import { announce } from '../../../app/announce.tsx';
import { t } from '../../../app/texts.ts';
import { flowView } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { fixEdits } from '../../../editor/fixes.ts';
import { BoxIndex } from '../../../graph/box-index.ts';
import { CARD_HEIGHT, CARD_WIDTH } from '../../../graph/card-size.ts';
import { placeAfter } from '../../../graph/placement.ts';
import type { Fix, FlowProblem } from '../../../problems/problem.ts';
import { openPlace, placeOf } from '../inspector/places.ts';

/** Id of the widget that a problem is about. */
export function widgetOf(editor: Editor, { state }: FlowProblem): string | undefined {
  return state === undefined ? undefined : flowView(editor.state.get().editing.document).ids[state];
}

export function goThere(editor: Editor, problem: FlowProblem): void {
  const widget = widgetOf(editor, problem);
  if (widget !== undefined) openPlace(editor, widget, placeOf(problem));
}

/** `askTarget`: lets the person choose where an outlet is to lead. */
export function fix(
  editor: Editor,
  problem: FlowProblem,
  chosen: Fix,
  askTarget: (card: string, event: string) => void,
): void {
  const widget = widgetOf(editor, problem);
  if ('edits' in chosen) {
    const { editing, drawing } = editor.state.get();
    const edits = fixEdits(editing.document, chosen.edits, (id) => {
      const box = drawing.boxes.get(id);
      const size = { width: CARD_WIDTH, height: CARD_HEIGHT };
      return box ? placeAfter(box, size, new BoxIndex(drawing.boxes)) : { x: 0, y: 0 };
    });
    editor.do({ do: 'all', name: chosen.label, edits });
  } else if ('mutes' in chosen) {
    if (problem.widget !== undefined) editor.do({ do: 'mute', widget: problem.widget, code: problem.id });
  } else if ('shows' in chosen) {
    editor.select(chosen.shows);
    editor.canvas?.fit(chosen.shows);
    announce(t.problems.shown(chosen.shows));
  } else if (chosen.asks === 'target' && widget !== undefined) {
    editor.jump(widget);
    askTarget(widget, chosen.event);
  } else {
    goThere(editor, problem);
  }
}

/** All problems of this kind whose first fix is edits, one after the other, as one entry. */
export function fixAll(editor: Editor, id: FlowProblem['id']): void {
  const { document } = editor.state.get().editing;
  const same = editor.problems.get().filter((problem) => problem.id === id);
  // From the last to the first: what is added or taken out does not move what comes before it.
  const edits = same.toReversed().flatMap(({ fixes }) => {
    const [first] = fixes;
    return first && 'edits' in first ? fixEdits(document, first.edits, () => ({ x: 0, y: 0 })) : [];
  });
  if (edits.length > 0) editor.do({ do: 'all', name: t.problems.fixAll, edits });
}
