/** The widget as it stands in the file. */
import { useMemo } from 'react';
import { t } from '../../../app/texts.ts';
import { flowView, jsonOfWidget, type StateView } from '../../../document/index.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { JsonEditor } from './json-editor.tsx';
import { useEditorValue } from './use-editor-value.ts';
import { useWidgetScope } from './widget-scope.ts';

interface Props {
  readonly state: StateView;
  /** Of this widget. */
  readonly problems: readonly FlowProblem[];
}

export function JsonTab({ state, problems }: Props) {
  const { editor, id } = useWidgetScope();
  const text = useEditorValue(editor, ({ editing }) => jsonOfWidget(editing.document, id) ?? '');
  const inside = useMemo(() => problems.map((problem) => ({ ...problem, path: problem.path.slice(2) })), [problems]);
  const apply = (changed: string) => {
    const view = () => flowView(editor.state.get().editing.document);
    const place = view().indexOf(id);
    if (editor.do({ do: 'setWidgetText', widget: id, text: changed }) === undefined) return false;
    // It may have got another name.
    const now = place === undefined ? undefined : view().ids[place];
    if (now !== undefined && now !== id) editor.select([now]);
    return true;
  };
  return <JsonEditor text={text} label={t.inspector.json.label(state.name)} problems={inside} onApply={apply} />;
}
