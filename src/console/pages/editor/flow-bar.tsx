/** The second bar of the pages of a flow: its name, its pages, and what can be done (console §2). */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './flow-bar.module.css';

interface Props {
  readonly flowSid: string;
  readonly name: string;
  readonly children?: ReactNode;
}

const tabs = [
  { to: '/flows/$flowSid', name: t.editor.tabs.editor },
  { to: '/flows/$flowSid/details', name: t.editor.tabs.details },
] as const;

export function FlowBar({ flowSid, name, children }: Props) {
  return (
    <div className={classes.bar} data-region={t.editor.bar}>
      <Link to="/flows" className={classes.back} aria-label={t.editor.back}>
        <Icon name="chevronLeft" />
      </Link>
      <h1 className={`${classes.name} ellipsis`} title={name}>
        {name}
      </h1>
      <nav className={classes.tabs} aria-label={t.editor.tabs.label}>
        {tabs.map(({ to, name: title }) => (
          <Link
            key={to}
            to={to}
            params={{ flowSid }}
            className={classes.tab}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {title}
          </Link>
        ))}
      </nav>
      <div className={classes.actions}>{children}</div>
    </div>
  );
}
