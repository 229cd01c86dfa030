/** The frame of the pages about revisions: the flow's bar, and what the page shows below it. */
import { type ReactNode, useEffect } from 'react';
import { t } from '../../app/texts.ts';
import { FlowBar } from '../editor/flow-bar.tsx';
import classes from './revisions.module.css';
import { useFlowName } from './use-flow.ts';

interface Props {
  readonly flowSid: string;
  /** Of the page, for the window. */
  readonly title: string;
  readonly children: ReactNode;
}

export function FlowFrame({ flowSid, title, children }: Props) {
  const name = useFlowName(flowSid);
  useEffect(() => {
    document.title = [title, name, t.frame.product].join(' · ');
  }, [title, name]);
  return (
    <div className={classes.page}>
      <FlowBar flowSid={flowSid} name={name} />
      <div className={classes.work}>{children}</div>
    </div>
  );
}
