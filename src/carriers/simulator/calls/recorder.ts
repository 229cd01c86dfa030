/** Records legs while they talk: rows, callbacks, lengths. Source: carrier page §B3, §C4. */
import type { NetworkRecording } from '../../network-calls.ts';
import type { FormFields } from '../../signature.ts';
import type { StatusCallback } from './call-store.ts';
import type { Leg } from './leg.ts';
import type { Audio, RecordingStore } from './recording-store.ts';
import type { Switchboard } from './switchboard.ts';

export interface RecordingWish {
  readonly source: string;
  readonly channels: number;
  readonly track: string;
  readonly callback: StatusCallback | null;
  /** The leg that is recorded, where the account names another by it. */
  readonly conferenceSid?: string;
}

export interface LiveRecording {
  readonly leg: Leg;
  readonly callback: StatusCallback | null;
  row: NetworkRecording;
  pausedAtMs: number | undefined;
  skippedMs: number;
  skipsPause: boolean;
}

export interface RecorderParts {
  readonly switchboard: Switchboard;
  readonly recordings: RecordingStore;
  readonly ids: { sid(prefix: string): string };
  readonly baseUrl: () => string;
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #live = new Map<string, LiveRecording[]>();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  start(leg: Leg, { source, channels, track, callback, conferenceSid }: RecordingWish): LiveRecording {
    const nowMs = leg.nowMs();
    const row: NetworkRecording = {
      sid: this.#parts.ids.sid('RE'),
      accountSid: leg.call.accountSid,
      callSid: leg.sid,
      conferenceSid: conferenceSid ?? null,
      source,
      channels,
      track,
      status: 'in-progress',
      durationSeconds: null,
      startedAtMs: nowMs,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    const live: LiveRecording = { leg, callback, row, pausedAtMs: undefined, skippedMs: 0, skipsPause: false };
    this.#live.set(leg.sid, [...(this.#live.get(leg.sid) ?? []), live]);
    this.#parts.switchboard.submit(() => this.#parts.recordings.add(row));
    leg.note({ kind: 'recording', recording: row.sid, status: row.status });
    this.#tell(live, 'in-progress');
    return live;
  }

  /** The latest recording of a leg that still goes on; `sid` names one of several. */
  current(leg: Leg, sid?: string): LiveRecording | undefined {
    return this.#live.get(leg.sid)?.findLast(({ row }) => sid === undefined || row.sid === sid);
  }

  pause(live: LiveRecording, skips: boolean): void {
    if (live.pausedAtMs !== undefined) return;
    live.pausedAtMs = live.leg.nowMs();
    live.skipsPause = skips;
    this.#save(live, { status: 'paused' });
  }

  resume(live: LiveRecording): void {
    if (live.pausedAtMs === undefined) return;
    if (live.skipsPause) live.skippedMs += live.leg.nowMs() - live.pausedAtMs;
    live.pausedAtMs = undefined;
    this.#save(live, { status: 'in-progress' });
  }

  /**
   * Ends a recording, once: the account may have ended it by the API before. `seconds`: how much of it is kept, where that is
   * not all.
   */
  stop(
    live: LiveRecording,
    kept: { readonly seconds?: number; readonly audio?: Audio | undefined } = {},
  ): NetworkRecording {
    if (!this.current(live.leg, live.row.sid)) return live.row;
    this.resume(live);
    const elapsed = (live.leg.nowMs() - live.row.startedAtMs - live.skippedMs) / 1_000;
    const durationSeconds = kept.seconds ?? elapsed;
    const others = this.#live.get(live.leg.sid)?.filter((other) => other !== live) ?? [];
    if (others.length > 0) this.#live.set(live.leg.sid, others);
    else this.#live.delete(live.leg.sid);
    this.#save(live, { status: 'completed', durationSeconds }, kept.audio);
    this.#tell(live, 'completed');
    return live.row;
  }

  stopAll(leg: Leg): void {
    for (const live of this.#live.get(leg.sid) ?? []) this.stop(live);
  }

  urlOf({ accountSid, sid }: NetworkRecording): string {
    return `${this.#parts.baseUrl()}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
  }

  #save(live: LiveRecording, changes: Partial<NetworkRecording>, audio?: Audio): void {
    const row = { ...live.row, ...changes, updatedAtMs: live.leg.nowMs() };
    live.row = row;
    this.#parts.switchboard.submit(() => this.#parts.recordings.update(row, audio));
    live.leg.note({
      kind: 'recording',
      recording: row.sid,
      status: row.status,
      ...(row.durationSeconds === null ? {} : { seconds: row.durationSeconds }),
    });
  }

  #tell({ leg, row, callback }: LiveRecording, event: string): void {
    if (!callback?.events.includes(event)) return;
    const params: FormFields = [
      ['AccountSid', row.accountSid],
      ['CallSid', row.callSid],
      ...(row.conferenceSid === null ? [] : [['ConferenceSid', row.conferenceSid] as const]),
      ['RecordingSid', row.sid],
      ['RecordingUrl', this.urlOf(row)],
      ['RecordingStatus', event],
      ...(row.durationSeconds === null ? [] : [['RecordingDuration', wholeSeconds(row.durationSeconds)] as const]),
      ['RecordingChannels', String(row.channels)],
      ['RecordingStartTime', new Date(row.startedAtMs).toUTCString().replace('GMT', '+0000')],
      ['RecordingSource', row.source],
      ['RecordingTrack', row.track],
    ];
    const { url, method } = callback;
    this.#parts.switchboard.request(leg, { url, method, params }, `${row.sid} ${event}`);
  }
}

export function wholeSeconds(seconds: number): string {
  return String(Math.round(seconds));
}
