/** Recordings: rows, and the sound that a handset supplied. */
import { audioSeconds } from '../../../audio/audio-seconds.ts';
import { recording as tone } from '../../../audio/recording.ts';
import type { NetworkPage, NetworkPageRequest } from '../../network.ts';
import type { NetworkRecording, RecordedSound } from '../../network-calls.ts';
import type { Database } from '../database.ts';
import { type Condition, queryPage } from '../page.ts';

export interface Audio {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** All but the sound, which may be many megabytes. */
const columns = `sid, account_sid, call_sid, conference_sid, source, channels, track, status, duration, started_at,
  created_at, updated_at`;

export type RecordingStore = ReturnType<typeof recordingStore>;

export function recordingStore(database: Database) {
  const insert = database.prepare('INSERT INTO recordings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const update = database.prepare(
    'UPDATE recordings SET status = ?, duration = ?, updated_at = ?, content_type = ?, bytes = ? WHERE sid = ?',
  );
  const lose = database.prepare(`
    UPDATE recordings SET status = 'absent', updated_at = ? WHERE status IN ('in-progress', 'paused', 'processing')`);
  const remove = database.prepare('DELETE FROM recordings WHERE account_sid = ? AND sid = ?');
  const bySid = database.prepare<RecordingRow>(`SELECT ${columns} FROM recordings WHERE account_sid = ? AND sid = ?`);
  const bytesBySid = database.prepare<{ readonly content_type: string | null; readonly bytes: Uint8Array | null }>(
    'SELECT content_type, bytes FROM recordings WHERE account_sid = ? AND sid = ?',
  );
  return {
    add(made: NetworkRecording): void {
      insert.run(
        made.sid,
        made.accountSid,
        made.callSid,
        made.conferenceSid,
        made.source,
        made.channels,
        made.track,
        made.status,
        made.durationSeconds,
        made.startedAtMs,
        made.createdAtMs,
        made.updatedAtMs,
        null,
        null,
      );
    },
    update({ sid, status, durationSeconds, updatedAtMs }: NetworkRecording, audio?: Audio): void {
      update.run(status, durationSeconds, updatedAtMs, audio?.contentType ?? null, audio?.bytes ?? null, sid);
    },
    /** What a process that is gone was recording. */
    loseLive: (nowMs: number) => lose.run(nowMs),
    find(accountSid: string, sid: string): NetworkRecording | undefined {
      const row = bySid.get(accountSid, sid);
      return row && record(row);
    },
    list(
      accountSid: string,
      { callSid }: { readonly callSid?: string | undefined },
      page: NetworkPageRequest,
    ): NetworkPage<NetworkRecording> {
      const conditions: readonly Condition[] = [
        ['account_sid = ?', accountSid],
        ['call_sid = ?', callSid],
      ];
      const { rows, hasMore } = queryPage<RecordingRow>(database, 'recordings', page, conditions, columns);
      return { rows: rows.map(record), hasMore };
    },
    remove: (accountSid: string, sid: string) => remove.run(accountSid, sid) > 0,
    sound(accountSid: string, sid: string): RecordedSound | undefined {
      const row = bySid.get(accountSid, sid);
      if (row?.status !== 'completed') return undefined;
      const supplied = bytesBySid.get(accountSid, sid);
      if (supplied?.bytes && supplied.content_type !== null) {
        return { contentType: supplied.content_type, byteLength: supplied.bytes.length, chunks: [supplied.bytes] };
      }
      const { bytes, pieces } = tone(row.duration ?? 0);
      return { contentType: 'audio/x-wav', byteLength: bytes, chunks: pieces() };
    },
  };
}

/** How long a sound is; undefined for what is none that is known. */
export function secondsOfAudio({ bytes, contentType }: Audio): number | undefined {
  try {
    return audioSeconds(bytes, contentType);
  } catch {
    // Not readable as sound: the caller says what then.
    return undefined;
  }
}

interface RecordingRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly call_sid: string;
  readonly conference_sid: string | null;
  readonly source: string;
  readonly channels: number;
  readonly track: string;
  readonly status: NetworkRecording['status'];
  readonly duration: number | null;
  readonly started_at: number;
  readonly created_at: number;
  readonly updated_at: number;
}

function record(row: RecordingRow): NetworkRecording {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    callSid: row.call_sid,
    conferenceSid: row.conference_sid,
    source: row.source,
    channels: row.channels,
    track: row.track,
    status: row.status,
    durationSeconds: row.duration,
    startedAtMs: row.started_at,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}
