import { t } from '../../app/texts.ts';
import { outletLabel } from '../../outcome/outcome.ts';
import type { PathStep, Way } from '../../replay/difference.ts';
import type { RunFlow } from '../execution/use-execution.ts';
import classes from './replay-page.module.css';
import type { ReplayResult } from './run-replay.ts';

/** So many steps are shown before the first that differs. */
const stepsBefore = 2;

/** Recorded and now, side by side, from shortly before they part. */
export function ReplaySteps({
  result: { was, now, difference, flow, recordedFlow },
}: {
  readonly result: ReplayResult;
}) {
  const from = difference === undefined ? 0 : Math.max(0, difference.at - stepsBefore);
  const count = Math.max(was.steps.length, now.steps.length) + 1;
  const rows = Array.from({ length: count - from }, (_, index) => from + index);
  const { columns } = t.replay;
  return (
    <aside className={classes.steps} aria-label={t.replay.steps} data-region={t.replay.steps}>
      <table className={classes.table} aria-label={t.replay.steps}>
        <thead>
          <tr>
            <th scope="col">{columns.step}</th>
            <th scope="col">{columns.recorded}</th>
            <th scope="col">{columns.now}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((at) => (
            <tr key={at} data-differs={at === difference?.at || undefined}>
              <th scope="row" className="tabular">
                {at + 1}
              </th>
              <td>
                <Cell way={was} at={at} flow={recordedFlow} />
              </td>
              <td>
                <Cell way={now} at={at} flow={flow} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}

interface CellProps {
  readonly way: Way;
  readonly at: number;
  readonly flow: RunFlow;
}

function Cell({ way, at, flow }: CellProps) {
  const step = way.steps[at];
  if (step) return <StepText step={step} flow={flow} />;
  if (at !== way.steps.length) return null;
  return <span className="muted">{way.waitsAt === undefined ? t.replay.ended : t.replay.waits(way.waitsAt)}</span>;
}

function StepText({ step, flow }: { readonly step: PathStep; readonly flow: RunFlow }) {
  const { widget, event, target, messages = [] } = step;
  return (
    <>
      <span>{t.replay.step(widget, outletLabel(flow.state(widget), event, target), target)}</span>
      {messages.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other name
        <span key={index} className={`muted ${classes.message}`}>
          {text}
        </span>
      ))}
    </>
  );
}
