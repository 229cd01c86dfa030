import type { Json as JsonValue } from '../../../engine/json.ts';
import { CopyButton } from '../../app/copy.tsx';
import { t } from '../../app/texts.ts';
import classes from './step-panel.module.css';

/** JSON as text: what people wrote is never anything else. */
export function Json({ value }: { readonly value: JsonValue }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <div className={classes.json}>
      <span className={classes.copy}>
        <CopyButton value={text} what={t.execution.step.raw} />
      </span>
      <pre className="mono">{text}</pre>
    </div>
  );
}
