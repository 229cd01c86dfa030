/** Looks through the flow as it is edited, and marks on the canvas what it finds. */
import { useDeferredValue, useEffect, useMemo } from 'react';
import { useStore } from '../../../app/store.ts';
import type { CardMark } from '../../../canvas/marks.ts';
import type { Editor } from '../../../editor/editor.ts';
import { findInFlow, type Hit } from '../../../find/find-in-flow.ts';
import { readQuery } from '../../../find/query.ts';
import { flowLinks, unreachable } from '../../../graph/flow-links.ts';
import { widgetOf } from '../problems/fix.ts';

export function useFind(editor: Editor, typed: string, matchesCase: boolean): readonly Hit[] {
  const query = useDeferredValue(typed);
  const { editing, drawing } = useStore(editor.state);
  const problems = useStore(editor.problems);
  const hits = useMemo(() => {
    const states = {
      problem: new Set(problems.flatMap((problem) => widgetOf(editor, problem) ?? [])),
      unreachable: new Set(unreachable(drawing.flow, flowLinks(drawing.flow))),
    };
    return findInFlow(editing.document, readQuery(query), { matchesCase, states });
  }, [editor, query, matchesCase, editing.document, drawing.flow, problems]);
  useEffect(() => {
    const marked = hits.flatMap((hit) => (hit.part === 'note' ? [] : [[hit.widget, hitMark] as const]));
    editor.mark('find', new Map(marked));
  }, [editor, hits]);
  useEffect(() => () => editor.mark('find', new Map()), [editor]);
  return hits;
}

const hitMark: CardMark = { rim: 'hit' };
