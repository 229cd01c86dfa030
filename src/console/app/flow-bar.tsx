/** The second bar of the pages of a flow: its name, its pages, and what can be done (console §2). */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../theme/icons.tsx';
import classes from './flow-bar.module.css';
import { t } from './texts.ts';

interface Props {
  readonly flowSid: string;
  readonly name: string;
  readonly children?: ReactNode;
}

/** `isDeep`: pages below it belong to it too. */
const tabs: readonly { readonly to: string; readonly name: string; readonly isDeep?: boolean }[] = [
  { to: '/flows/$flowSid', name: t.frame.flowPages.editor },
  { to: '/flows/$flowSid/executions', name: t.frame.flowPages.executions, isDeep: true },
  { to: '/flows/$flowSid/traffic', name: t.frame.flowPages.traffic },
  { to: '/flows/$flowSid/revisions', name: t.frame.flowPages.revisions, isDeep: true },
  { to: '/flows/$flowSid/details', name: t.frame.flowPages.details },
];

export function FlowBar({ flowSid, name, children }: Props) {
  return (
    <div className={classes.bar} data-region={t.frame.flowPages.bar}>
      <Link to="/flows" className={classes.back} aria-label={t.frame.failure.allFlows}>
        <Icon name="chevronLeft" />
      </Link>
      <h1 className={`${classes.name} ellipsis`} title={name}>
        {name}
      </h1>
      <nav className={classes.tabs} aria-label={t.frame.flowPages.label}>
        {tabs.map(({ to, name: title, isDeep = false }) => (
          <Link
            key={to}
            to={to}
            params={{ flowSid }}
            className={classes.tab}
            activeOptions={{ exact: !isDeep, includeSearch: false }}
          >
            {title}
          </Link>
        ))}
      </nav>
      <div className={classes.actions}>{children}</div>
    </div>
  );
}
