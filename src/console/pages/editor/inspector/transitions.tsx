/** A row for each event, with what it leads to; the conditions of a split (console §5). */
import { ActionIcon } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import type { StateView } from '../../../document/index.ts';
import { cardOf, type PlacedOutlet } from '../../../graph/card.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { Icon } from '../../../theme/icons.tsx';
import { Conditions } from './conditions.tsx';
import { Said } from './fields/field-frame.tsx';
import classes from './inspector.module.css';
import { TargetButton } from './target-button.tsx';
import { useEditorValue } from './use-editor-value.ts';
import { useWidgetScope } from './widget-scope.ts';

interface Props {
  readonly state: StateView;
  readonly problems: readonly FlowProblem[];
}

export function Transitions({ state, problems }: Props) {
  const { editor, id } = useWidgetScope();
  const drawn = useEditorValue(editor, ({ drawing }) => drawing.flow.states.find((each) => each.id === id));
  const outlets = drawn === undefined ? [] : cardOf(drawn).outlets;
  const repeatable = state.widget?.repeatableEvent;
  const events = outlets.filter(({ event }) => event !== repeatable);
  return (
    <>
      {repeatable !== undefined && (
        <Conditions state={state} outlets={outlets.filter(({ event }) => event === repeatable)} problems={problems} />
      )}
      {outlets.length === 0 && <p className={`muted ${classes.note}`}>{t.inspector.transitions.none}</p>}
      <ul className={classes.events}>
        {events.map((outlet) => (
          <Event key={outlet.id} outlet={outlet} state={state} problems={problemsOf(outlet, problems)} />
        ))}
      </ul>
    </>
  );
}

interface EventProps {
  readonly outlet: PlacedOutlet;
  readonly state: StateView;
  readonly problems: readonly FlowProblem[];
}

function Event({ outlet, state, problems }: EventProps) {
  const { editor, id } = useWidgetScope();
  const { label, event, kind, transition } = outlet;
  const about = state.widget?.events[event];
  return (
    <li className={classes.event}>
      <div className={classes.eventHead}>
        <span className={classes.eventName} title={about}>
          {label}
        </span>
        <span className="mono muted ellipsis">{event}</span>
        {kind === 'unknown' && transition !== undefined && (
          <ActionIcon
            size={24}
            aria-label={t.inspector.transitions.remove(label)}
            onClick={() => editor.do({ do: 'removeTransition', widget: id, transition })}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        )}
      </div>
      <TargetButton outlet={outlet} />
      {kind === 'unknown' && problems.length === 0 && (
        <Said severity="error" text={t.inspector.transitions.unknown(event)} />
      )}
      {problems.map(({ id: problem, severity, message }) => (
        <Said key={problem} severity={severity} text={message} />
      ))}
    </li>
  );
}

/** What concerns the transition itself, not its conditions. */
function problemsOf({ transition }: PlacedOutlet, problems: readonly FlowProblem[]): readonly FlowProblem[] {
  if (transition === undefined) return [];
  return problems.filter(
    ({ path: [, , part, at, inner] }) => part === 'transitions' && at === transition && inner !== 'conditions',
  );
}
