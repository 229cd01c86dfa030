import { isJsonObject, type Json as JsonValue } from '../../../engine/json.ts';
import type { RunProblem, SentMessage, StepDetail } from '../../api/executions.ts';
import { t } from '../../app/texts.ts';
import type { StateView } from '../../graph/flow-view.ts';
import { outletLabel } from '../../outcome/outcome.ts';
import type { Visit } from '../../path/visits.ts';
import { preciseTime } from '../../texts/format.ts';
import { Json } from './json.tsx';
import classes from './step-panel.module.css';

interface Props {
  readonly visit: Visit;
  readonly state: StateView | undefined;
  readonly detail: StepDetail | undefined;
}

/** What the widget ended with: its event, its output, what went wrong, and what became of its messages. */
export function OutSection({ visit, state, detail }: Props) {
  const { step } = t.execution;
  const { event, target, widget } = visit;
  if (event === undefined) return <p className="muted">{step.stillWaits}</p>;
  const output = detail && outputOf(detail, widget);
  return (
    <>
      <dl className={classes.values}>
        <div>
          <dt>{step.event}</dt>
          <dd>
            {step.left(outletLabel(state, event, target), target)} <span className="mono muted">{event}</span>
          </dd>
        </div>
      </dl>
      <h4>{step.output}</h4>
      {detail && output === undefined && <p className="muted">{step.noOutput}</p>}
      {output !== undefined && <Json value={output} />}
      {detail && detail.problems.length > 0 && <Problems problems={detail.problems} />}
      {detail && detail.messages.length > 0 && <Messages messages={detail.messages} />}
    </>
  );
}

function Problems({ problems }: { readonly problems: readonly RunProblem[] }) {
  return (
    <>
      <h4>{t.execution.step.problems}</h4>
      <ul className={classes.list}>
        {problems.map(({ code, message }) => (
          <li key={`${code} ${message}`}>
            {message} <span className="muted tabular">{code}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How far each message came. */
function Messages({ messages }: { readonly messages: readonly SentMessage[] }) {
  const { step } = t.execution;
  return (
    <>
      <h4>{step.messages}</h4>
      <ul className={classes.list}>
        {messages.map((message) => (
          <li key={message.sid ?? message.createdAtMs}>
            <p>{step.message(message.status, message.errorCode)}</p>
            {message.errorMessage && <p className={classes.error}>{message.errorMessage}</p>}
            <p className="muted tabular">
              {step.until(preciseTime(message.createdAtMs), preciseTime(message.updatedAtMs))} ·{' '}
              {step.attempts(message.attempts)}
            </p>
            {message.sid && <p className="mono muted">{message.sid}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What it wrote under its own name. */
function outputOf({ changes }: StepDetail, widget: string): JsonValue | undefined {
  const own = changes.filter(({ path: [root, name] }) => root === 'widgets' && name === widget);
  const [whole] = own;
  if (whole === undefined) return undefined;
  if (whole.path.length === 2) return whole.value;
  const entries = own.flatMap(({ path, value }) => (value === undefined ? [] : [[path.slice(2).join('.'), value]]));
  const merged: unknown = Object.fromEntries(entries);
  return isJsonObject(merged) ? merged : undefined;
}
