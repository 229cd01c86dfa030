/** One execution with all that its page shows, kept up with what happens. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { isJsonObject, type JsonObject, parseJson } from '../../../engine/json.ts';
import { getRevision } from '../../api/drafts.ts';
import { type Execution, getExecution } from '../../api/executions.ts';
import { onCatchUp, onLive } from '../../api/live.ts';
import { getRunRecord, type RunRecord } from '../../api/run-record.ts';
import { type FlowView, readFlowView, type StateView } from '../../graph/flow-view.ts';
import { type Visit, visitsOf } from '../../path/visits.ts';

const executionQuery = (sid: string) =>
  queryOptions({
    queryKey: ['execution', sid],
    queryFn: ({ signal }) => getExecution(sid, signal),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });

const recordQuery = (sid: string, updatedAtMs: number) =>
  queryOptions({
    queryKey: ['run-record', sid, updatedAtMs],
    queryFn: ({ signal }) => getRunRecord(sid, signal),
    placeholderData: keepPreviousData,
  });

/** A revision never changes. */
export const revisionQuery = (flowSid: string, revision: number) =>
  queryOptions({
    queryKey: ['revision', flowSid, revision],
    queryFn: () => getRevision(flowSid, revision),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Events come in bursts: one question for each. */
const gatherMs = 150;

/** A flow as it was run. */
export interface RunFlow {
  readonly sid: string;
  readonly name: string;
  readonly revision: number;
  readonly view: FlowView;
  state(widget: string): StateView | undefined;
  /** The state as it stands in the file. */
  json(widget: string): JsonObject | undefined;
}

export interface Opened {
  readonly execution: Execution;
  readonly visits: readonly Visit[];
  /** Undefined until it is there. */
  readonly record: RunRecord | undefined;
  readonly isFlowDeleted: boolean;
}

export function useExecution(sid: string) {
  const query = useQuery(executionQuery(sid));
  const { refetch, data } = query;
  const [isFlowDeleted, setFlowDeleted] = useState(false);
  const flowSid = data?.flowSid;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void refetch();
      }, gatherMs);
    };
    const stops = [
      onLive('execution', (event) => {
        if (event.execution_sid === sid) ask();
      }),
      onCatchUp(ask),
      onLive('flow-deleted', (event) => {
        if (event.flow_sid === flowSid) setFlowDeleted(true);
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [sid, flowSid, refetch]);
  const { data: record } = useQuery({ ...recordQuery(sid, data?.updatedAtMs ?? 0), enabled: data !== undefined });
  const opened = useMemo(
    (): Opened | undefined =>
      data && { execution: data, visits: visitsOf(data.steps, data.waiting), record, isFlowDeleted },
    [data, record, isFlowDeleted],
  );
  return { ...query, opened };
}

export function useRunFlow(sid: string, revision: number | undefined): RunFlow | undefined {
  const { data } = useQuery({ ...revisionQuery(sid, revision ?? 0), enabled: revision !== undefined });
  return useMemo(() => data && runFlow(sid, data), [sid, data]);
}

export function runFlow(
  sid: string,
  { definition, name, revision }: { readonly definition: string; readonly name: string; readonly revision: number },
): RunFlow {
  const parsed = parseJson(definition) ?? null;
  const view = readFlowView(parsed);
  const states = isJsonObject(parsed) && Array.isArray(parsed.states) ? parsed.states.filter(isJsonObject) : [];
  return {
    sid,
    name,
    revision,
    view,
    state: (widget) => view.states.find((state) => state.name === widget),
    json: (widget) =>
      states.find((state) => state.name === widget || (state.type === 'trigger' && widget === 'Trigger')),
  };
}

/** Revision of the subflow that a step of the main flow runs. */
export function subflowRevision(
  { pins }: Execution,
  flowSid: string,
  caller: StateView | undefined,
): number | undefined {
  const reference = caller?.properties.flow_revision;
  return (
    pins[`${flowSid}@${String(reference)}`] ?? Object.entries(pins).find(([key]) => key.startsWith(`${flowSid}@`))?.[1]
  );
}
