/** The widget as it stands in the file. Nothing is applied until it parses. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { keyCaps } from '../../../app/shortcuts.ts';
import { t } from '../../../app/texts.ts';
import { parsedOr } from '../../../document/edits/flow.ts';
import { jsonOfWidget, type StateView } from '../../../document/index.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { CodeArea } from './code/code-area.tsx';
import fieldClasses from './fields/field.module.css';
import { Said } from './fields/field-frame.tsx';
import { jsonMarks } from './json-marks.ts';
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
  /** What was typed, and the text that it was made of. */
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: string }>();
  const shown = draft?.text ?? text;
  const isChanged = draft !== undefined && draft.text !== text;
  const parsed = isChanged ? parsedOr(shown) : undefined;
  const fault = parsed && 'refused' in parsed ? parsed.refused : undefined;
  const apply = () => {
    if (!isChanged || fault !== undefined) return;
    if (editor.do({ do: 'setWidgetText', widget: id, text: shown })) setDraft(undefined);
  };
  return (
    <>
      <CodeArea
        value={shown}
        language="json"
        lines={12}
        label={t.inspector.json.label(state.name)}
        isInvalid={fault !== undefined}
        faults={(source) =>
          jsonMarks(
            source,
            problems.map(({ path, ...rest }) => ({ ...rest, path: path.slice(2) })),
          )
        }
        faultsOf={problems}
        onChange={(next) => setDraft(next === text ? undefined : { text: next, of: draft?.of ?? text })}
        onSubmit={apply}
      />
      {fault !== undefined && <Said severity="error" text={fault} />}
      {isChanged && draft.of !== text && <Said severity="warning" text={t.inspector.json.changed} />}
      <p className={fieldClasses.help}>{t.inspector.json.help(keyCaps('Mod+Enter').join('+'))}</p>
      <div className={fieldClasses.buttons}>
        <Button disabled={!isChanged || fault !== undefined} onClick={apply}>
          {t.inspector.json.apply}
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={() => setDraft(undefined)}>
          {t.inspector.json.discard}
        </Button>
      </div>
    </>
  );
}
