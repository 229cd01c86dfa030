/** What stands in a page's place while it loads, when it fails, and when there is nothing (console §2). */
import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { NoAnswer } from '../api/client.ts';
import { Icon, type IconName } from '../theme/icons.tsx';
import { reasonOf } from './failure.ts';
import classes from './state.module.css';
import { t } from './texts.ts';

const skeletonAfterMs = 200;
const slowAfterMs = 8_000;
const retrySeconds = 5;

/** True from `milliseconds` after the first time that it was asked. */
function usePassed(milliseconds: number): boolean {
  const [hasPassed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return hasPassed;
}

/** Rows of a table that is not there yet. */
export function LoadingRows({ rows = 6, onRetry }: { readonly rows?: number; readonly onRetry: () => void }) {
  const isShown = usePassed(skeletonAfterMs);
  const isSlow = usePassed(slowAfterMs);
  return (
    <div role="status" aria-label={t.frame.loading.busy} aria-busy="true">
      {isShown &&
        Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without content are all the same
          <div className={classes.row} key={row}>
            <Skeleton height={12} width={`${28 - (row % 3) * 6}%`} />
            <Skeleton height={12} width="18%" />
            <Skeleton height={12} width="12%" />
          </div>
        ))}
      {isSlow && (
        <div className={classes.slow}>
          <span>{t.frame.loading.slow}</span>
          <Button variant="default" onClick={onRetry}>
            {t.frame.loading.again}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A line over what is still shown. Tries again by itself while there is no answer. */
export function FailureBar({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const [seconds, setSeconds] = useState(retrySeconds);
  const isNoAnswer = error instanceof NoAnswer;
  useEffect(() => {
    if (!isNoAnswer) return;
    const timer = setTimeout(() => {
      if (seconds <= 1) onRetry();
      setSeconds(seconds <= 1 ? retrySeconds : seconds - 1);
    }, 1_000);
    return () => clearTimeout(timer);
  }, [isNoAnswer, seconds, onRetry]);
  return (
    <div className={classes.failure}>
      <Icon name="alert" />
      {/* The countdown would be read out each second. */}
      <span role={isNoAnswer ? undefined : 'alert'}>
        {isNoAnswer ? t.frame.failure.noAnswer(seconds) : t.frame.failure.refused(reasonOf(error))}
      </span>
      <Button variant="default" onClick={onRetry}>
        {isNoAnswer ? t.frame.failure.retryNow : t.frame.loading.again}
      </Button>
    </div>
  );
}

interface EmptyProps {
  readonly icon?: IconName;
  readonly text: string;
  readonly help?: string;
  /** Buttons and links that lead on. */
  readonly children?: ReactNode;
}

export function Empty({ icon, text, help, children }: EmptyProps) {
  return (
    <div className={classes.empty}>
      {icon && (
        <span className={classes.emblem}>
          <Icon name={icon} size={24} />
        </span>
      )}
      <p>{text}</p>
      {help && <p className="muted">{help}</p>}
      {children && <div className={classes.ways}>{children}</div>}
    </div>
  );
}
