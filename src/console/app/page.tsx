import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './page.module.css';
import { t } from './texts.ts';

interface PageProps {
  readonly title: string;
  /** Of a flow, whose bar has the first heading. */
  readonly isOfFlow?: boolean;
  /** How many there are, beside the title. */
  readonly count?: string | undefined;
  /** Search fields and buttons. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its heading, which is also the title of the window, what can be done, and its content. */
export function Page({ title, isOfFlow = false, count, actions, children }: PageProps) {
  const Heading = isOfFlow ? 'h2' : 'h1';
  useEffect(() => {
    if (!isOfFlow) document.title = `${title} · ${t.frame.product}`;
  }, [title, isOfFlow]);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Heading className="ellipsis">{title}</Heading>
        {count !== undefined && <span className={`muted tabular ${classes.count}`}>{count}</span>}
        <div className={classes.actions}>{actions}</div>
      </div>
      {children}
    </div>
  );
}

/** A surface on the page. */
export function Card({ children, isFlush }: { readonly children: ReactNode; readonly isFlush?: boolean }) {
  return <div className={isFlush ? classes.card : `${classes.card} ${classes.padded}`}>{children}</div>;
}

/** Head of the column that holds the menus of the rows. */
export function MenuHead() {
  return (
    <th scope="col">
      <VisuallyHidden>{t.flows.list.actions}</VisuallyHidden>
    </th>
  );
}

/** A table with a head; the first column takes what the others leave. */
export function Table({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        {children}
      </table>
    </div>
  );
}
