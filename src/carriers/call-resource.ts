import type { JsonObject } from '../engine/json.ts';
import { rfc2822Date } from './message-resource.ts';
import type { NetworkCall, NetworkRecording } from './network-calls.ts';

/** A call as the carrier API shows it. Source: carrier page §C3. */
export function presentCall(call: NetworkCall): JsonObject {
  const path = `/2010-04-01/Accounts/${call.accountSid}/Calls/${call.sid}`;
  const parts = [
    'notifications',
    'recordings',
    'payments',
    'events',
    'siprec',
    'streams',
    'transcriptions',
    'user_defined_message_subscriptions',
    'user_defined_messages',
  ];
  return {
    account_sid: call.accountSid,
    annotation: null,
    answered_by: answeredBy(call.answeredBy),
    api_version: '2010-04-01',
    caller_name: null,
    date_created: rfc2822Date(call.createdAtMs),
    date_updated: rfc2822Date(call.updatedAtMs),
    direction: call.direction,
    duration: durationOf(call),
    end_time: dateOrNull(call.endedAtMs),
    forwarded_from: call.forwardedFrom,
    from: call.from,
    from_formatted: formatted(call.from),
    group_sid: null,
    parent_call_sid: call.parentSid,
    phone_number_sid: call.phoneNumberSid,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: dateOrNull(call.startedAtMs),
    status: call.status,
    subresource_uris: Object.fromEntries(parts.map((part) => [part, `${path}/${inCapitals(part)}.json`])),
    to: call.to,
    to_formatted: formatted(call.to),
    trunk_sid: null,
    uri: `${path}.json`,
  };
}

/** A recording as the carrier API shows it. Source: carrier page §C4. */
export function presentRecording(recording: NetworkRecording, baseUrl: string): JsonObject {
  const account = `/2010-04-01/Accounts/${recording.accountSid}`;
  return {
    account_sid: recording.accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    conference_sid: recording.conferenceSid,
    channels: recording.channels,
    date_created: rfc2822Date(recording.createdAtMs),
    date_updated: rfc2822Date(recording.updatedAtMs),
    start_time: rfc2822Date(recording.startedAtMs),
    price: null,
    price_unit: null,
    duration: recording.durationSeconds === null ? null : String(Math.round(recording.durationSeconds)),
    sid: recording.sid,
    source: recording.source,
    status: recording.status,
    error_code: null,
    encryption_details: null,
    track: recording.track,
    media_url: `${baseUrl}${account}/Recordings/${recording.sid}`,
    subresource_uris: {
      add_on_results: `${account}/Recordings/${recording.sid}/AddOnResults.json`,
      transcriptions: `${account}/Recordings/${recording.sid}/Transcriptions.json`,
    },
    uri: `${account}/Recordings/${recording.sid}.json`,
  };
}

/** Whole seconds as text; null while the call goes on. */
function durationOf({ answeredAtMs, endedAtMs }: NetworkCall): string | null {
  if (endedAtMs === null) return null;
  return answeredAtMs === null ? '0' : String(Math.round((endedAtMs - answeredAtMs) / 1_000));
}

/** The resource only tells people from machines (carrier page §B2). */
function answeredBy(verdict: string | null): string | null {
  if (verdict === null || verdict === 'unknown') return null;
  return verdict === 'human' ? 'human' : 'machine';
}

/** `(415) 555-2671` for a number of North America. */
function formatted(address: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(address) ?? [];
  return area === undefined ? address : `(${area}) ${exchange}-${line}`;
}

function dateOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : rfc2822Date(epochMs);
}

function inCapitals(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
