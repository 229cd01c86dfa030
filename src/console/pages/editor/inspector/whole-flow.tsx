/** With nothing selected: the flow itself, its counts, problems, and how it begins. */
import { Switch, Textarea } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { flowView } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { cardOf } from '../../../graph/card.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { number } from '../../../texts/format.ts';
import { widgetOf } from '../problems/fix.ts';
import fieldClasses from './fields/field.module.css';
import { Said } from './fields/field-frame.tsx';
import classes from './inspector.module.css';
import { openPlace, placeOf } from './places.ts';
import { TargetButton } from './target-button.tsx';
import { unannounced, useEditorValue } from './use-editor-value.ts';
import { WidgetScope, WidgetScopeContext } from './widget-scope.ts';

const atMost = 5;

export function WholeFlow({ editor }: { readonly editor: Editor }) {
  const flow = useEditorValue(editor, ({ editing }) => flowView(editing.document));
  const drawn = useEditorValue(editor, ({ drawing }) => drawing.flow);
  const problems = useStore(editor.problems);
  const outlets = drawn.states.flatMap((state) => cardOf(state).outlets);
  const wired = outlets.filter(({ next }) => next !== undefined).length;
  const trigger = drawn.states.find(({ type }) => type === 'trigger');
  const scope = useMemo(() => (trigger ? new WidgetScope(editor, trigger.id) : undefined), [editor, trigger]);
  const facts = [
    [t.inspector.whole.widgets, drawn.states.length],
    [t.inspector.whole.transitions, wired],
    [t.inspector.whole.loose, outlets.length - wired],
  ] as const;
  return (
    <>
      <h2>{t.inspector.whole.title}</h2>
      <dl className={classes.facts}>
        {facts.map(([name, count]) => (
          <div key={name}>
            <dt className="muted">{name}</dt>
            <dd className="tabular">{number(count)}</dd>
          </div>
        ))}
      </dl>
      <h3 className={classes.title}>
        {problems.length === 0 ? t.inspector.noProblems : t.inspector.problemsOf(problems.length)}
      </h3>
      <ul className={classes.plain}>
        {problems.slice(0, atMost).map((problem) => (
          <li key={`${problem.id} ${problem.state} ${problem.path.join('.')} ${problem.message}`}>
            <ProblemButton editor={editor} problem={problem} />
          </li>
        ))}
      </ul>
      {problems.length > atMost && <p className={`muted ${classes.small}`}>{t.inspector.whole.more}</p>}
      {trigger && scope && (
        <WidgetScopeContext value={scope}>
          <h3 className={classes.title}>{t.inspector.whole.triggers}</h3>
          <ul className={classes.events}>
            {cardOf(trigger).outlets.map((outlet) => (
              <li key={outlet.id} className={classes.event}>
                <span className={classes.eventName}>{outlet.label}</span>
                <TargetButton outlet={outlet} />
              </li>
            ))}
          </ul>
        </WidgetScopeContext>
      )}
      <Textarea
        className={fieldClasses.field ?? ''}
        label={t.inspector.whole.description}
        autosize
        minRows={2}
        maxRows={6}
        value={flow.description}
        onChange={({ currentTarget }) =>
          editor.do({ do: 'setDescription', description: currentTarget.value }, unannounced)
        }
        onBlur={() => editor.endEntry()}
      />
      <Switch
        label={t.inspector.whole.concurrent}
        description={t.inspector.whole.concurrentHelp}
        checked={flow.flags.allow_concurrent_calls === true}
        onChange={({ currentTarget }) =>
          editor.do({ do: 'setFlag', flag: 'allow_concurrent_calls', value: currentTarget.checked })
        }
      />
    </>
  );
}

interface ProblemProps {
  readonly editor: Editor;
  readonly problem: FlowProblem;
}

function ProblemButton({ editor, problem }: ProblemProps) {
  const widget = widgetOf(editor, problem);
  const said = <Said severity={problem.severity} text={problem.message} />;
  if (widget === undefined) return said;
  return (
    <button type="button" className={classes.problem} onClick={() => openPlace(editor, widget, placeOf(problem))}>
      {said}
    </button>
  );
}
