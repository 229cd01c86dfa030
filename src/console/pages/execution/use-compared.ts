import { useQuery } from '@tanstack/react-query';
import { studioDefaults } from '../../../engine/limits.ts';
import { studioSettings } from '../../../engine/settings.ts';
import { type Execution, getStep } from '../../api/executions.ts';
import type { RunRecord } from '../../api/run-record.ts';
import { render } from '../../path/rendered.ts';
import type { RunFlow } from './use-execution.ts';

/** What the split looked at in which the execution ended; undefined where it ended elsewhere. */
export function useCompared(
  { sid, steps, status }: Execution,
  record: RunRecord | undefined,
  flow: RunFlow | undefined,
): string | undefined {
  const last = steps.findLast(({ parentSid }) => parentSid === undefined);
  const isWanted = status === 'ended' && last?.event === 'noMatch';
  const { data: step } = useQuery({
    ...stepQuery(sid, last?.sid ?? ''),
    enabled: isWanted,
  });
  const input = flow?.state(last?.widget ?? '')?.properties.input;
  if (!isWanted || step === undefined || typeof input !== 'string') return undefined;
  return render(input, {
    context: step.contextBefore,
    nowMs: last.enteredAtMs,
    settings: record?.settings ?? studioSettings,
    limits: record?.limits ?? studioDefaults,
  }).text;
}

/** A step that has ended never changes; what became of its messages may. */
export const stepQuery = (executionSid: string, stepSid: string) => ({
  queryKey: ['step', executionSid, stepSid],
  queryFn: () => getStep(executionSid, stepSid),
  staleTime: 5_000,
});
