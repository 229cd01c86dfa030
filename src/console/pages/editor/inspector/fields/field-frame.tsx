/** What stands around every field: its name, help, and what is wrong with it (console §5). */
import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../../../../app/texts.ts';
import type { FlowProblem } from '../../../../problems/problem.ts';
import { Icon } from '../../../../theme/icons.tsx';
import classes from './field.module.css';

/** Names by which a control is tied to the words around it. */
export interface FieldIds {
  readonly control: string;
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
}

interface Props {
  readonly name: string;
  readonly title: string;
  readonly help?: string | undefined;
  readonly isRequired?: boolean;
  readonly problems: readonly FlowProblem[];
  /** What is certain while it is typed. */
  readonly fault?: string | undefined;
  /** Beside the name. */
  readonly action?: ReactNode;
  /** A control of its own that a click on the name reaches. */
  readonly hasControl?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}

export function FieldFrame({ name, title, help, isRequired, problems, fault, action, hasControl, children }: Props) {
  const id = `field-${name}`;
  const said = fault === undefined ? problems.map(({ message }) => message) : [fault];
  const described = [...(help === undefined ? [] : [`${id}-help`]), ...(said.length > 0 ? [`${id}-said`] : [])];
  const ids: FieldIds = {
    control: id,
    label: `${id}-label`,
    describedBy: described.length > 0 ? described.join(' ') : undefined,
    isInvalid: fault !== undefined || problems.some(({ severity }) => severity === 'error'),
  };
  const words = (
    <>
      {title}
      {isRequired && (
        <>
          <span className={classes.star} aria-hidden="true">
            {' *'}
          </span>
          <VisuallyHidden>{` ${t.inspector.required}`}</VisuallyHidden>
        </>
      )}
    </>
  );
  return (
    <div className={classes.field} data-field={name}>
      <div className={classes.head}>
        {hasControl ? (
          <label id={ids.label} htmlFor={ids.control} className={classes.label} title={t.inspector.property(name)}>
            {words}
          </label>
        ) : (
          <span id={ids.label} className={classes.label} title={t.inspector.property(name)}>
            {words}
          </span>
        )}
        {action}
      </div>
      {children(ids)}
      {help !== undefined && (
        <p id={`${id}-help`} className={classes.help}>
          {help}
        </p>
      )}
      {said.length > 0 && (
        <div id={`${id}-said`}>
          {fault !== undefined && <Said severity="error" text={fault} />}
          {fault === undefined &&
            problems.map(({ id: kind, severity, message }) => (
              <Said key={`${kind} ${message}`} severity={severity} text={message} />
            ))}
        </div>
      )}
    </div>
  );
}

export function Said({ severity, text }: { readonly severity: FlowProblem['severity']; readonly text: string }) {
  return (
    <span className={classes.said} data-severity={severity}>
      <Icon name={severity === 'notice' ? 'info' : 'alert'} size={14} />
      {text}
    </span>
  );
}
