/** The whole flow as text, below the canvas (console §7.9). */
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { exportFlow } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { JsonEditor } from './json-editor.tsx';
import { useEditorValue } from './use-editor-value.ts';

export function JsonDrawer({ editor }: { readonly editor: Editor }) {
  const document = useEditorValue(editor, ({ editing }) => editing.document);
  const problems = useStore(editor.problems);
  return (
    <JsonEditor
      text={exportFlow(document)}
      label={t.inspector.json.flow}
      problems={problems}
      onApply={(text) => editor.do({ do: 'setFlowText', text }) !== undefined}
      isLarge
    />
  );
}
