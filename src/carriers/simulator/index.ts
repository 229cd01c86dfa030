import type { Carrier } from '../carrier.ts';
import type { Network } from '../network.ts';
import { carrierCalls } from './calls/carrier-calls.ts';
import { openCalls } from './calls/index.ts';
import { simulatedCarrier } from './carrier.ts';
import { Changes } from './changes.ts';
import { openDatabase } from './database.ts';
import { deliveryStore } from './deliveries.ts';
import { defaultDelays } from './lifecycle.ts';
import { messageStore } from './messages.ts';
import { createMessage, simulatedNetwork } from './network.ts';
import { numberStore } from './numbers.ts';
import { optOutStore } from './opt-outs.ts';
import type { SimulatorOptions } from './ports.ts';
import { takeMessage } from './sending.ts';
import { serviceStore } from './services.ts';
import { noteShortening } from './shortening.ts';
import { templateStore } from './templates.ts';
import { Work, type WorkParts } from './work.ts';

export type { HandsetHabit, SimulatorClock, SimulatorHttp, SimulatorLog, SimulatorOptions } from './ports.ts';

export interface Simulator {
  /** For the runtime. */
  readonly carrier: Carrier;
  /** For the carrier API and the handsets. */
  readonly network: Network;
  /** Begins to move statuses on and to make requests: call it once the servers that are asked listen. */
  start(): void;
  /** Resolves when nothing is under way and nothing is due: for tests. */
  settled(): Promise<void>;
  /** What is under way stays on disk and is done again after the next start. */
  close(): Promise<void>;
}

/** Opens the telephone network whose messages are in `carrier.sqlite`. One process at a time. */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const database = openDatabase(options.folder);
  const parts: WorkParts = {
    database,
    messages: messageStore(database),
    numbers: numberStore(database),
    services: serviceStore(database),
    templates: templateStore(database),
    optOuts: optOutStore(database),
    deliveries: deliveryStore(database),
    changes: new Changes(),
    callChanges: new Changes(),
    options,
    delays: { ...defaultDelays, ...options.delaysMs },
  };
  await database.submit(() => parts.deliveries.release());
  const work = new Work(parts);
  const { messages, changes } = parts;
  const calls = openCalls({
    ...parts,
    wake: () => work.wake(options.clock.now()),
    text: (accountSid, draft) => createMessage(parts, work, accountSid, draft),
  });
  await calls.recover();
  return {
    carrier: simulatedCarrier({
      async take(accountSid, draft, sendKey) {
        const taken = await database.submit(() => {
          const sent = messages.findByKey(accountSid, sendKey);
          if (sent) return { ok: true, value: sent } as const;
          const nowMs = options.clock.now();
          return takeMessage(parts, accountSid, draft, { direction: 'outbound-api', nowMs, sendKey });
        });
        noteShortening(options.log, draft, taken);
        if (taken.ok) {
          changes.notify();
          if (taken.value.nextAtMs !== null) work.wake(taken.value.nextAtMs);
        }
        return taken;
      },
      findByKey: messages.findByKey,
      calls: carrierCalls(calls.network, options.mediaBase ?? (() => '')),
    }),
    network: simulatedNetwork(parts, work, calls),
    start: () => work.start(),
    async settled() {
      do {
        await calls.switchboard.quiet();
        await work.settled();
      } while (!calls.switchboard.isQuiet);
    },
    async close() {
      calls.close();
      work.close();
      await database.close();
    },
  };
}
