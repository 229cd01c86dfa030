/** What the carrier shows of a call that was made or recorded, in a play. Source: carrier page §C3, §C4. */
import type { CallRequest } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import type { ProductFacts } from './product-resource.ts';

export function callResource(request: CallRequest, { newSid, accountSid, nowMs }: ProductFacts): JsonObject {
  const at = new Date(nowMs).toUTCString().replace('GMT', '+0000');
  const account = `/2010-04-01/Accounts/${accountSid}`;
  if (request.type === 'call.create') {
    const { to, from } = request.call;
    const sid = newSid('CA');
    return {
      account_sid: accountSid,
      annotation: null,
      answered_by: null,
      api_version: '2010-04-01',
      caller_name: null,
      date_created: at,
      date_updated: at,
      direction: 'outbound-api',
      duration: null,
      end_time: null,
      from,
      price: null,
      price_unit: 'USD',
      sid,
      start_time: null,
      status: 'queued',
      to,
      uri: `${account}/Calls/${sid}.json`,
    };
  }
  const { recording } = request;
  const sid = newSid('RE');
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    channels: recording.do === 'start' && recording.channels === 'dual' ? 2 : 1,
    conference_sid: null,
    date_created: at,
    date_updated: at,
    duration: null,
    encryption_details: null,
    error_code: null,
    price: null,
    price_unit: null,
    sid,
    source: 'StartCallRecordingAPI',
    start_time: at,
    status: recording.do === 'start' ? 'in-progress' : 'stopped',
    uri: `${account}/Calls/${recording.callSid}/Recordings/${sid}.json`,
  };
}
