/** Recordings, as the account asks for them. Source: carrier page §C4. */
import type { NetworkCalls } from '../../network-calls.ts';
import type { Database } from '../database.ts';
import { refused } from '../refusals.ts';
import type { CallSystem } from './call-system.ts';
import { callbackOfDraft } from './callbacks.ts';
import type { Recorder } from './recorder.ts';
import type { RecordingStore } from './recording-store.ts';

type RecordingSide = Pick<
  NetworkCalls,
  'startRecording' | 'updateRecording' | 'findRecording' | 'listRecordings' | 'removeRecording' | 'readRecording'
>;

/** The recording that goes on, whatever its SID. */
const current = 'Twilio.CURRENT';

export function recordingNetwork(parts: {
  readonly database: Database;
  readonly recordings: RecordingStore;
  readonly recorder: Recorder;
  readonly system: CallSystem;
  readonly hasCall: (accountSid: string, sid: string) => boolean;
}): RecordingSide {
  const { database, recordings, recorder, system, hasCall } = parts;
  /** In a transaction of its own, so that what was written before is in it. */
  const read = <T>(job: () => T) => database.submit(job);
  return {
    async startRecording(accountSid, callSid, { channels, track, statusCallback }) {
      if (!hasCall(accountSid, callSid)) return undefined;
      const leg = system.switchboard.find(accountSid, callSid);
      if (leg?.call.status !== 'in-progress') return refused(21220);
      const callback = callbackOfDraft(statusCallback, ['completed']);
      const live = recorder.start(leg, { source: 'StartCallRecordingAPI', channels, track, callback });
      return { ok: true, value: live.row };
    },
    async updateRecording(accountSid, callSid, sid, { status, skipsPause }) {
      if (!hasCall(accountSid, callSid)) return undefined;
      const leg = system.switchboard.find(accountSid, callSid);
      if (leg?.call.status !== 'in-progress') return refused(21220);
      const live = recorder.current(leg, sid === current ? undefined : sid);
      if (!live) return refused(20404, 'The requested resource was not found: nothing is recorded');
      if (status === 'paused') recorder.pause(live, skipsPause);
      else if (status === 'in-progress') recorder.resume(live);
      else recorder.stop(live);
      return { ok: true, value: live.row };
    },
    findRecording: (accountSid, sid) => read(() => recordings.find(accountSid, sid)),
    listRecordings: (accountSid, filter, page) => read(() => recordings.list(accountSid, filter, page)),
    removeRecording: (accountSid, sid) => read(() => recordings.remove(accountSid, sid)),
    readRecording: (accountSid, sid) => read(() => recordings.sound(accountSid, sid)),
  };
}
