/** A page of a flow: the bar with its name and its pages, and below it what the page shows (console §2). */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import type { Flow } from '../api/flows.ts';
import { flowQuery } from '../api/queries.ts';
import { isUnknown } from './failure.ts';
import classes from './flow-bar.module.css';
import { FlowBar } from './flow-bar.tsx';
import { Empty, FailureBar, LoadingRows } from './state.tsx';
import { t } from './texts.ts';

interface Props {
  readonly flowSid: string;
  /** Of the page, for the window. */
  readonly title: string;
  /** At the end of the bar. */
  readonly actions?: ReactNode;
  readonly children: (flow: Flow) => ReactNode;
}

export function FlowPage({ flowSid, title, actions, children }: Props) {
  const { data, error, refetch } = useQuery(flowQuery(flowSid));
  const name = data?.name;
  useEffect(() => {
    document.title = [title, ...(name === undefined ? [] : [name]), t.frame.product].join(' · ');
  }, [title, name]);
  const retry = () => void refetch();
  if (isUnknown(error)) {
    return (
      <Empty icon="flow" text={t.flows.details.unknown}>
        <Button component={Link} to="/flows">
          {t.frame.failure.allFlows}
        </Button>
      </Empty>
    );
  }
  return (
    <div className={classes.page}>
      <FlowBar flowSid={flowSid} name={name ?? ''}>
        {data && actions}
      </FlowBar>
      <div className={classes.content}>
        {error !== null && <FailureBar error={error} onRetry={retry} />}
        {data === undefined && error === null && <LoadingRows onRetry={retry} />}
        {data && children(data)}
      </div>
    </div>
  );
}
