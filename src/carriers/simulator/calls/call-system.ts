/** What the parts of the calls share. */
import type { CarrierHttp } from '../../http.ts';
import type { Granted, MessageDraft, NetworkMessage } from '../../network.ts';
import type { OpenSocket } from '../../socket.ts';
import type { NumberStore } from '../numbers.ts';
import type { HandsetHabit, SimulatorClock, SimulatorSpeech } from '../ports.ts';
import type { Conferences } from './conferences.ts';
import type { Leg } from './leg.ts';
import type { Queues } from './queues.ts';
import type { Recorder } from './recorder.ts';
import type { Switchboard } from './switchboard.ts';

export interface CallSystem {
  readonly clock: SimulatorClock;
  readonly http: CarrierHttp;
  /** Absent: whoever holds the handset plays the servers of sockets. */
  readonly openSocket: OpenSocket | undefined;
  readonly speech: SimulatorSpeech;
  readonly tokenOf: (accountSid: string) => Promise<string | undefined>;
  readonly ids: { sid(prefix: string): string };
  readonly numbers: NumberStore;
  readonly switchboard: Switchboard;
  readonly recorder: Recorder;
  readonly queues: Queues;
  readonly conferences: Conferences;
  /** What a handset does by itself when it rings; undefined: a person decides. */
  habitOf(contact: string): HandsetHabit | undefined;
  /** Sends a text during a call. */
  text(accountSid: string, draft: MessageDraft): Promise<Granted<NetworkMessage>>;
  /** Takes an inbound call that still rings; nothing for all others. */
  answer(leg: Leg): void;
  /** Ends a leg from outside of its documents. */
  hangUp(leg: Leg): void;
}
