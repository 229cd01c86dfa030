/** Calls of the simulated network: puts switchboard, stores and interpreter together behind the port. */
import { silentSpeaker } from '../../../speech/silent-speaker.ts';
import type { Granted, MessageDraft, NetworkMessage } from '../../network.ts';
import type { NetworkCalls } from '../../network-calls.ts';
import type { WorkParts } from '../work.ts';
import { accountNetwork } from './account-network.ts';
import { callStore } from './call-store.ts';
import type { CallSystem } from './call-system.ts';
import { conferenceNetwork } from './conference-network.ts';
import { Conferences } from './conferences.ts';
import { handsetNetwork } from './handset-network.ts';
import { endLostCalls } from './lost-calls.ts';
import { queueNetwork } from './queue-network.ts';
import { queueStore } from './queue-store.ts';
import { Queues } from './queues.ts';
import { Recorder } from './recorder.ts';
import { recordingNetwork } from './recording-network.ts';
import { recordingStore } from './recording-store.ts';
import { Switchboard } from './switchboard.ts';

export interface CallsParts extends WorkParts {
  readonly wake: () => void;
  readonly text: (accountSid: string, draft: MessageDraft) => Promise<Granted<NetworkMessage>>;
}

export interface Calls {
  readonly network: NetworkCalls;
  readonly switchboard: Switchboard;
  /** Ends what a process that is gone left behind. */
  recover(): Promise<void>;
  close(): void;
}

export function openCalls(parts: CallsParts): Calls {
  const { database, deliveries, options, numbers } = parts;
  const calls = callStore(database);
  const recordings = recordingStore(database);
  const switchboard = new Switchboard({
    database,
    calls,
    deliveries,
    options,
    wake: parts.wake,
    onChange: () => parts.callChanges.notify(),
  });
  const queues = queueStore(database);
  const waiting = new Queues({ database, queues, ids: options.ids, clock: options.clock });
  const conferences = new Conferences({ switchboard, ids: options.ids, clock: options.clock });
  const baseUrl = options.mediaBase ?? (() => '');
  const recorder = new Recorder({ switchboard, recordings, ids: options.ids, baseUrl });
  const habits = options.handsets ?? {};
  const system: CallSystem = {
    clock: options.clock,
    http: options.http,
    openSocket: options.openSocket,
    speech: options.speech ?? { speaker: silentSpeaker, listener: undefined },
    tokenOf: options.tokenOf,
    ids: options.ids,
    numbers,
    switchboard,
    recorder,
    queues: waiting,
    conferences,
    habitOf: (contact) => (Object.hasOwn(habits, contact) ? habits[contact] : habits['*']),
    text: parts.text,
    answer(leg) {
      const { direction, status } = leg.call;
      if (direction === 'inbound' && status === 'ringing') switchboard.move(leg, 'in-progress');
    },
    hangUp: (leg) => switchboard.hangUp(leg),
  };

  return {
    switchboard,
    network: {
      ...accountNetwork(parts, system, calls),
      ...recordingNetwork({
        database,
        recordings,
        recorder,
        system,
        hasCall: (accountSid, sid) => (switchboard.find(accountSid, sid) ?? calls.find(accountSid, sid)) !== undefined,
      }),
      ...queueNetwork({ database, queues, waiting, ids: options.ids, clock: options.clock }),
      ...conferenceNetwork(conferences, () => database.submit(() => {})),
      ...handsetNetwork(parts, system, calls),
    },
    recover: () => database.submit(() => endLostCalls({ calls, recordings, deliveries }, options.clock.now())),
    close: () => switchboard.close(),
  };
}
