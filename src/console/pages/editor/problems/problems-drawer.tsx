/** The problems of the flow, with a way to each and, where there is one, a fix (console §6). */
import { Button } from '@mantine/core';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { FlowProblem, Severity } from '../../../problems/problem.ts';
import { fix, fixAll, goThere, widgetOf } from './fix.ts';
import classes from './problems-drawer.module.css';

interface Props {
  readonly editor: Editor;
  readonly askTarget: (card: string, event: string) => void;
}

const severities: readonly Severity[] = ['error', 'warning', 'notice'];
const signs: { readonly [severity in Severity]: string } = { error: '✕', warning: '▲', notice: 'ⓘ' };

export function ProblemsDrawer({ editor, askTarget }: Props) {
  const problems = useStore(editor.problems);
  const several = new Set(
    problems.flatMap(({ id }, index) => (problems.findIndex((other) => other.id === id) === index ? [] : [id])),
  );
  if (problems.length === 0) return <p className={classes.none}>{t.problems.none}</p>;
  return (
    <div className={classes.drawer}>
      {severities.map((severity) => {
        const rows = problems.filter((problem) => problem.severity === severity);
        if (rows.length === 0) return null;
        return (
          <section key={severity}>
            <h2 className={classes.heading}>{t.problems.groups[severity](rows.length)}</h2>
            <ul className={classes.list}>
              {rows.map((problem) => (
                <Row
                  key={`${problem.id} ${problem.state} ${problem.path.join('.')} ${problem.message}`}
                  editor={editor}
                  problem={problem}
                  isSeveral={several.has(problem.id)}
                  askTarget={askTarget}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

interface RowProps extends Props {
  readonly problem: FlowProblem;
  readonly isSeveral: boolean;
}

function Row({ editor, problem, isSeveral, askTarget }: RowProps) {
  const { id, severity, message, fixes } = problem;
  const [first] = fixes;
  return (
    <li className={classes.row}>
      <span className={classes.sign} data-severity={severity} aria-hidden="true">
        {signs[severity]}
      </span>
      <span className={classes.text}>{message}</span>
      <span className={`mono muted ${classes.code}`}>{id}</span>
      {widgetOf(editor, problem) !== undefined && (
        <Button variant="subtle" size="compact-sm" onClick={() => goThere(editor, problem)}>
          {t.problems.go}
        </Button>
      )}
      {fixes.map((each) => (
        <Button
          key={each.label}
          variant="default"
          size="compact-sm"
          onClick={() => fix(editor, problem, each, askTarget)}
        >
          {each.label}
        </Button>
      ))}
      {isSeveral && first && 'edits' in first && (
        <Button variant="subtle" size="compact-sm" onClick={() => fixAll(editor, id)}>
          {t.problems.fixAll}
        </Button>
      )}
    </li>
  );
}
