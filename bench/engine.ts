/** Steps a second of the pure engine, in memory, on one core. */
import { compileFlow, type Env, start, studioDefaults, studioSettings, type Trigger } from '../src/engine/index.ts';
import { widgetsByType } from '../src/widgets/index.ts';
import { loopFlow } from './flows.ts';

/** Median steps a second over `rounds`, and the cost of the last ten steps beside that of the first ten. */
export function measureEngine(rounds: number): { perSecond: number; lastToFirst: number } {
  const flow = compileFlow(loopFlow, widgetsByType, { dialect: 'studio', limits: studioDefaults.liquid });
  const program = { flow, subflows: new Map() };
  let sids = 0;
  const times: number[] = [];
  const env: Env = {
    nowMs: 0,
    sid(prefix) {
      times.push(performance.now());
      return prefix + String(++sids).padStart(32, '0');
    },
    limits: studioDefaults,
    settings: studioSettings,
    webhookBase: 'http://127.0.0.1',
    hasOpenRequest: false,
  };
  const trigger: Trigger = {
    event: 'incomingRequest',
    kind: 'pair',
    flowSid: 'FW',
    accountSid: 'AC',
    executionSid: 'FN',
    flowAddress: '+1',
    contactAddress: '+2',
    params: {},
    isTestUser: false,
  };
  const perSecond: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds * 100; round++) {
    times.length = 0;
    const began = performance.now();
    const { steps } = start(program, trigger, env);
    perSecond.push((steps.length / (performance.now() - began)) * 1000);
    const cost = (from: number, to: number) => (times[to] ?? 0) - (times[from] ?? 0);
    ratios.push(cost(900, 990) / cost(10, 100));
  }
  // The first rounds run before the code is optimised.
  const warm = (values: number[]) => median(values.slice(values.length / 2));
  return { perSecond: warm(perSecond), lastToFirst: warm(ratios) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
