/** Call Recording: starts or stops the recording of the live call. */
import { fields, flag, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { notYet } from './not-yet.ts';

export const recordCall = defineWidget({
  type: 'record-call',
  title: 'Call Recording',
  summary: 'Starts or stops recording the call, by REST, and goes on at once.',
  source: 'https://www.twilio.com/docs/studio/widget-library/call-recording',
  channels: ['call'],
  properties: fields({
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
  }),
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
  failureEvent: 'failed',
  ...notYet('Call Recording needs a live call, which no carrier connects so far.'),
});
