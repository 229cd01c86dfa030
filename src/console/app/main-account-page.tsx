/** A page of what is of the server, which only the main account may see. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';
import classes from './main-account-page.module.css';
import { Card, Page } from './page.tsx';
import { Empty, FailureBar, LoadingRows } from './state.tsx';
import { t } from './texts.ts';

interface Props<T> {
  readonly title: string;
  readonly query: UseQueryResult<T>;
  readonly count?: (data: T) => number;
  readonly children: (data: T) => ReactNode;
}

export function MainAccountPage<T>({ title, query, count, children }: Props<T>) {
  const { data, error, refetch } = query;
  const retry = () => void refetch();
  const isRefused = error instanceof Refused && error.status === 403;
  const counted = data === undefined ? undefined : count?.(data);
  return (
    <Page title={title} count={counted ? String(counted) : undefined}>
      {isRefused && (
        <Card>
          <Empty icon="info" text={t.setup.mainOnly} />
        </Card>
      )}
      {error !== null && !isRefused && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data !== undefined && children(data)}
    </Page>
  );
}

/** Where what is shown can be changed. */
export function SetupNote({ file, docs }: { readonly file: string | undefined; readonly docs: string }) {
  return (
    <p className={`muted ${classes.note}`}>
      {file === undefined ? t.setup.noFile : t.setup.fromFile(file)} {t.setup.restart} <a href={docs}>{t.setup.docs}</a>
    </p>
  );
}
