/** Call Recording: starts or stops the recording of the live call. */

import type { RecordingRequest } from '../engine/effects.ts';
import { fields, flag, optional, template } from '../engine/fields.ts';
import { defineWidget, ignore, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { readerOf } from './call-twiml.ts';
import { addressOf } from './message-fields.ts';
import { pascalCased } from './pascal-cased.ts';

const properties = fields({
  record_call: flag({ title: 'Record', description: 'True starts, false stops', default: false }),
  recording_status_callback: optional(template({ title: 'Status callback URL' })),
  recording_status_callback_method: optional(
    template({ title: 'Status callback method', description: 'GET or POST', default: 'POST' }),
  ),
  recording_status_callback_events: optional(
    template({
      title: 'Status callback events',
      description: 'Some of in-progress completed absent, with spaces',
      default: 'completed',
    }),
  ),
  recording_channels: optional(template({ title: 'Channels', description: 'mono or dual', default: 'dual' })),
  trim: optional(
    template({ title: 'Trim silence', description: 'trim-silence or do-not-trim', default: 'do-not-trim' }),
  ),
});

type RecordContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const recordCall = defineWidget({
  type: 'record-call',
  title: 'Call Recording',
  summary: 'Starts or stops recording the call, by REST, and goes on at once.',
  source: 'https://www.twilio.com/docs/studio/widget-library/call-recording',
  channels: ['call'],
  properties,
  events: {
    success: 'The recording was started or stopped',
    failed: 'The carrier refused',
  },
  outputs: {
    Sid: 'SID of the recording',
    AccountSid: 'SID of the account',
    CallSid: 'SID of the call',
    Status: 'State of the recording',
    Channels: 'Number of channels',
    Source: 'How the recording was made',
    StartTime: 'When it began',
    Duration: 'Its seconds, once known',
    Uri: 'Its place in the REST API',
  },
  example: { record_call: true, recording_channels: 'dual', trim: 'do-not-trim' },
  worked: { start: { event: 'incomingCall' }, event: 'success' },
  failureEvent: 'failed',
  needsCall: true,
  noCallEvent: 'failed',

  enter: (context) => wait({ effects: [{ type: 'call.record', recording: recordingOf(context) }] }),

  on: {
    effectResult({ outcome }) {
      if (outcome.type !== 'call.record') return ignore();
      const { result } = outcome;
      return result.ok ? transition('success', pascalCased(result.resource)) : transition('failed');
    },
  },
});

function recordingOf(context: RecordContext): RecordingRequest {
  const { text, flag } = readerOf(context);
  const call = { callSid: context.call?.sid ?? '', number: addressOf(context, ['flow', 'channel', 'address']) };
  if (!flag('record_call', false)) return { do: 'stop', ...call };
  const statusCallback = text('recording_status_callback');
  return {
    do: 'start',
    ...call,
    channels: text('recording_channels') ?? 'dual',
    trim: text('trim') ?? 'do-not-trim',
    ...(statusCallback === undefined
      ? {}
      : {
          statusCallback,
          statusCallbackMethod: text('recording_status_callback_method')?.toUpperCase() ?? 'POST',
          statusCallbackEvents: (text('recording_status_callback_events') ?? 'completed').split(/\s+/),
        }),
  };
}
