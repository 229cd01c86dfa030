/** The rows of a list of executions: a page after the other, and kept up with what happens. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ListedRun, listRuns, type RunFilter } from '../../api/executions.ts';
import { onCatchUp, onLive } from '../../api/live.ts';
import { joinRows, type Rows } from './rows.ts';

const pageSize = 50;
/** Events come in bursts: one question for each. */
const gatherMs = 300;

export interface Runs {
  /** Undefined while the first page loads. */
  readonly rows: readonly ListedRun[] | undefined;
  /** New ones that are not shown yet. */
  readonly fresh: number;
  readonly isEnd: boolean;
  readonly isLoadingOlder: boolean;
  readonly error: unknown;
  readonly olderError: unknown;
  readonly retry: () => void;
  readonly loadOlder: () => void;
  readonly showFresh: () => void;
}

/** `mayInsert`: new rows may come in on top now; else they are counted. */
export function useRuns(filter: () => RunFilter, key: string, mayInsert: () => boolean): Runs {
  const latest = useRef({ filter, mayInsert });
  latest.current = { filter, mayInsert };
  const [rows, setRows] = useState<Rows>();
  const [older, setOlder] = useState<{ readonly isLoading: boolean; readonly error: unknown }>({
    isLoading: false,
    error: null,
  });
  const first = useQuery({
    queryKey: ['executions', key],
    queryFn: ({ signal }) => listRuns(latest.current.filter(), { limit: pageSize }, signal),
    staleTime: 0,
  });
  const { data: page, refetch } = first;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => {
    setRows(undefined);
    setOlder({ isLoading: false, error: null });
  }, [key]);
  useEffect(() => {
    if (page) setRows((before) => joinRows(before, page, before === undefined || latest.current.mayInsert()));
  }, [page]);
  useLiveRuns(
    useMemo(() => () => latest.current.filter().flow, []),
    refetch,
    setRows,
  );

  const loadOlder = useCallback(async () => {
    const before = rows?.next;
    if (before === undefined) return;
    setOlder({ isLoading: true, error: null });
    try {
      const found = await listRuns(latest.current.filter(), { limit: pageSize, before });
      setRows((present) => present && { ...present, shown: [...present.shown, ...found.rows], next: found.next });
      setOlder({ isLoading: false, error: null });
    } catch (error) {
      setOlder({ isLoading: false, error });
    }
  }, [rows?.next]);

  return {
    rows: rows?.shown,
    fresh: rows?.hidden.length ?? 0,
    isEnd: rows !== undefined && rows.next === undefined,
    isLoadingOlder: older.isLoading,
    error: first.error,
    olderError: older.error,
    retry: () => void refetch(),
    loadOlder: () => void loadOlder(),
    showFresh: () =>
      setRows((before) => before && { ...before, shown: [...before.hidden, ...before.shown], hidden: [] }),
  };
}

/** Asks for the first page again when something happened, and for the rows of it that stand further down. */
function useLiveRuns(
  flow: () => string | undefined,
  refetch: () => Promise<unknown>,
  setRows: (change: (before: Rows | undefined) => Rows | undefined) => void,
): void {
  useEffect(() => {
    const touched = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      timer = undefined;
      const sids = [...touched];
      touched.clear();
      await refetch();
      const found = await Promise.all(sids.slice(0, pageSize).map((q) => listRuns({ q }, { limit: 1 })));
      const changed = new Map(found.flatMap(({ rows }) => rows.map((row) => [row.sid, row] as const)));
      setRows((before) => before && { ...before, shown: before.shown.map((row) => changed.get(row.sid) ?? row) });
    };
    const ask = () => {
      timer ??= setTimeout(() => void read().catch(() => undefined), gatherMs);
    };
    const stops = [
      onLive('execution', ({ execution_sid: sid, flow_sid: flowSid }) => {
        const wanted = flow();
        if (wanted !== undefined && flowSid !== wanted) return;
        if (typeof sid === 'string') touched.add(sid);
        ask();
      }),
      onCatchUp(ask),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [flow, refetch, setRows]);
}
