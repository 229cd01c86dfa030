/** Keeps the problems of the edited flow up to date, and marks them on the cards. */
import { useEffect } from 'react';
import { isJsonObject, parseJson } from '../../../../engine/json.ts';
import { announce } from '../../../app/announce.tsx';
import { t } from '../../../app/texts.ts';
import type { CardMark } from '../../../canvas/marks.ts';
import { exportFlow, flowView, mutesOf } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { findProblems } from '../../../problems/index.ts';
import { type FlowProblem, splitMuted } from '../../../problems/problem.ts';

/** After the last edit: long enough for a key to be drawn first, short enough to be "always current". */
const restMs = 200;

export function useProblems(editor: Editor): void {
  useEffect(() => {
    let isFirst = true;
    const look = () => {
      const before = editor.problems.get().length;
      const problems = problemsOf(editor);
      editor.problems.set(problems);
      editor.mark('problems', marksOf(editor, problems));
      if (before !== problems.length && !isFirst) {
        announce(t.problems.changed(problems.length, problems.length - before));
      }
      isFirst = false;
    };
    // The drawing comes first.
    let timer = setTimeout(look, restMs);
    const end = editor.onEdit(() => {
      clearTimeout(timer);
      timer = setTimeout(look, restMs);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [editor]);
}

function problemsOf(editor: Editor): readonly FlowProblem[] {
  const { document } = editor.state.get().editing;
  const value = parseJson(exportFlow(document));
  const mutes = mutesOf(document).map(({ widget, code }) => ({ widget, id: code }));
  return splitMuted(findProblems(isJsonObject(value) ? value : {}), mutes).shown;
}

const ranks = { error: 0, warning: 1, notice: 2 } as const;

function marksOf(editor: Editor, problems: readonly FlowProblem[]): ReadonlyMap<string, CardMark> {
  const { ids } = flowView(editor.state.get().editing.document);
  const marks = new Map<string, CardMark>();
  for (const { state, severity, message } of problems) {
    const id = state === undefined ? undefined : ids[state];
    if (id === undefined) continue;
    const before = marks.get(id)?.problems;
    const worst = before && ranks[before.severity] <= ranks[severity] ? before.severity : severity;
    marks.set(id, {
      ...(worst === 'notice' ? {} : { rim: worst }),
      problems: {
        count: (before?.count ?? 0) + 1,
        severity: worst,
        text: before ? `${before.text}\n${message}` : message,
      },
    });
  }
  return marks;
}
