import { Button } from '@mantine/core';
import { useState } from 'react';
import { valueAt } from '../../../engine/context.ts';
import type { JsonObject, Json as JsonValue } from '../../../engine/json.ts';
import type { StepDetail } from '../../api/executions.ts';
import { CopyButton } from '../../app/copy.tsx';
import { t } from '../../app/texts.ts';
import { Json } from './json.tsx';
import { LongText } from './long-text.tsx';
import classes from './step-panel.module.css';

interface Props {
  /** Undefined while the step goes on, or loads. */
  readonly detail: StepDetail | undefined;
  /** As it stood after the step. */
  readonly context: JsonObject;
  readonly before: JsonObject;
}

/** What the step changed, old and new; all of the context on demand. */
export function ContextSection({ detail, context, before }: Props) {
  const [isWhole, setWhole] = useState(false);
  const { step } = t.execution;
  const changes = detail?.changes.filter(({ path }) => path.length > 0) ?? [];
  const isFirst = detail?.changes.some(({ path }) => path.length === 0) ?? false;
  return (
    <>
      {isWhole ? (
        <Json value={context} />
      ) : (
        <>
          {detail && changes.length === 0 && <p className="muted">{step.noChanges}</p>}
          <dl className={classes.values}>
            {changes.map(({ path, value }) => (
              <Change key={path.join('.')} path={path} from={valueAt(before, path)} to={value} />
            ))}
          </dl>
          {isFirst && (
            <>
              <p className="muted">{step.began}</p>
              <Json value={before} />
            </>
          )}
        </>
      )}
      <Button variant="default" mt={12} onClick={() => setWhole(!isWhole)}>
        {isWhole ? step.less : step.all}
      </Button>
    </>
  );
}

interface ChangeProps {
  readonly path: readonly string[];
  readonly from: JsonValue | undefined;
  readonly to: JsonValue | undefined;
}

function Change({ path, from, to }: ChangeProps) {
  const { step } = t.execution;
  const name = path.join('.');
  return (
    <div>
      <dt className={classes.line}>
        <span className={`mono ${classes.grow}`}>{name}</span>
        <CopyButton value={`{{${name}}}`} what={step.copyPath(name)} />
      </dt>
      <dd>
        {from !== undefined && (
          <span className={classes.old}>
            <span className="muted">{step.before}</span> <LongText text={written(from)} isMono />
          </span>
        )}
        <span>
          <span className="muted">{step.after}</span>{' '}
          <LongText text={to === undefined ? step.empty : written(to)} isMono />
        </span>
      </dd>
    </div>
  );
}

function written(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
