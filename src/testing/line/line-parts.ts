/** What a line is put together from: store, runtime and telephone network in one process, in virtual time. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Carrier } from '../../carriers/carrier.ts';
import type { CarrierHttp } from '../../carriers/http.ts';
import { openSimulator, type Simulator } from '../../carriers/simulator/index.ts';
import type { HttpRequest } from '../../engine/effects.ts';
import { type Limits, studioDefaults } from '../../engine/limits.ts';
import { studioSettings } from '../../engine/settings.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { createRuntime } from '../../runtime/flow-runtime.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSqlite } from '../../storage/sqlite/index.ts';
import type { Storage } from '../../storage/storage.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { SidCounter } from '../sids.ts';
import type { Fate, LineOptions } from './line-options.ts';
import { Loopback } from './loopback.ts';
import { LineOutside, type LineRequestKind } from './outside.ts';
import { LineSockets } from './sockets.ts';
import { usualAnswer } from './usual-answers.ts';

/** Where the flow's webhook is said to be. */
export const webhookBase = 'https://studio.example.com';

export interface LineParts {
  /** Of the databases; whoever closes the line removes it. */
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly sids: SidCounter;
  readonly storage: Storage;
  readonly runtime: Runtime;
  readonly simulator: Simulator;
  readonly outside: LineOutside;
  readonly sockets: LineSockets | undefined;
}

export interface LineHooks {
  /** Told whenever something goes on. */
  stirred(): void;
  /** The code that the next message is to end with in this way, once. */
  takeFate(how: Fate['how']): number | undefined;
}

type Fetched = Parameters<CarrierHttp['request']>[0];

/** Throws when a server would refuse a definition. */
export async function openParts(options: LineOptions, { stirred, takeFate }: LineHooks): Promise<LineParts> {
  const { from, serve } = options;
  const limits = { ...studioDefaults, ...options.limits };
  if (options.isLenient !== true) checkDefinitions(options, limits);
  const folder = await mkdtemp(join(tmpdir(), 'atelier-line-'));
  const clock = new VirtualClock(options.nowMs ?? from?.atMs ?? Date.UTC(2025, 0, 6, 20));
  const sids = new SidCounter(from?.sids);
  const sid = (prefix: string) => sids.next(prefix);
  const busy = <T>(work: Promise<T>): Promise<T> => {
    stirred();
    return work.finally(stirred);
  };
  const storage = await openSqlite({ folder });
  const log = {
    warn: () => undefined,
    error: (facts: object, message: string) => options.log?.(`${message} ${JSON.stringify(facts)}`),
  };
  const outside = new LineOutside({ clock, limits, exchange: options.exchange });
  const sockets = options.openSocket && new LineSockets(options.openSocket, stirred);
  const fetched = (request: Fetched) => {
    const real = options.fetch?.(request);
    if (real === undefined) return usualAnswer(request, outside);
    return serve ? real : outside.during(real);
  };
  const simulator = await openSimulator({
    folder,
    clock,
    http: new Loopback({
      webhookBase,
      receive: (request) => busy(runtime.receive(request)),
      readRecording: (account, recording) => simulator.network.calls.readRecording(account, recording),
      fetch: (request) => busy(fetched(request)),
    }),
    ...(sockets ? { openSocket: sockets.open } : {}),
    mediaBase: () => webhookBase,
    tokenOf: async () => 'token',
    ids: { sid },
    fateOfNext: () => takeFate('fails'),
    log,
  });
  const carrier: Carrier = {
    ...simulator.carrier,
    async send(request) {
      const code = takeFate('refused');
      if (code === undefined) return simulator.carrier.send(request);
      return { ok: false, code, message: 'The message was refused' };
    },
  };
  const exchange = (kind: LineRequestKind) => (_account: string, request: HttpRequest) =>
    busy(serve ? serve(request, kind) : outside.ask(request, kind));
  const runtime = createRuntime({
    storage,
    carrier,
    exchange: exchange('http'),
    runFunction: exchange('function'),
    clock,
    sid,
    limits,
    settings: { ...studioSettings, ...options.settings },
    widgets: widgetsByType,
    webhookBase: () => webhookBase,
    log,
  });
  return { folder, clock, sids, storage, runtime, simulator, outside, sockets };
}

/** Throws with everything that a server would refuse. */
function checkDefinitions({ definition, subflows = {} }: LineOptions, limits: Limits): void {
  for (const [name, each] of [['The flow', definition] as const, ...Object.entries(subflows)]) {
    const { errors } = validateDefinition(each, { widgets: widgetsByType, level: 'strict', limits });
    if (errors.length === 0) continue;
    const faults = errors.map(({ property_path, message }) => `  at ${property_path}: ${message}`);
    throw new Error(`${name} would be refused by a server (\`isLenient\` runs it all the same):\n${faults.join('\n')}`);
  }
}
