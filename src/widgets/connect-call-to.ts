/** Connect Call To: bridges the live call to another party. */
import { choice, fields, flag, integer, numberText, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const connectCallTo = defineWidget({
  type: 'connect-call-to',
  title: 'Connect Call To',
  summary: 'Bridges the call to a number, client, conference, SIM or SIP address.',
  source: 'https://www.twilio.com/docs/studio/widget-library/connect-call',
  channels: ['call'],
  properties: fields({
    noun: choice(['number', 'number-multi', 'client', 'conference', 'sim', 'sip'], {
      title: 'Connect call to',
      default: 'number',
    }),
    to: optional(
      template({
        title: 'To',
        description: 'Number, up to 10 numbers with commas (number-multi), client, conference or SIM SID; not for sip',
      }),
    ),
    caller_id: optional(template({ title: 'Caller ID', default: '{{contact.channel.address}}' })),
    sip_endpoint: optional(template({ title: 'SIP endpoint', description: 'sip:user@host' })),
    sip_username: optional(template({ title: 'SIP user name' })),
    sip_password: optional(template({ title: 'SIP password' })),
    record: optional(flag({ title: 'Record', default: false })),
    timeout: optional(integer({ title: 'Ring time', description: 'Seconds', default: 30, minimum: 1, maximum: 600 })),
    time_limit: optional(
      numberText({ title: 'Time limit', description: 'Seconds that the bridge may last; empty: 4 hours' }),
    ),
  }),
  events: {
    callCompleted: 'The connected call ended; also when it was busy or not answered',
    hangup: 'The caller hung up',
  },
  outputs: {
    DialCallStatus: '`completed`, `answered`, `busy`, `no-answer`, `failed` or `canceled`',
    DialCallSid: 'SID of the connected call',
    DialCallDuration: 'Its seconds',
    RecordingUrl: 'Recording of the bridge, if it was recorded',
    ...callOutputs,
  },
  example: { noun: 'number', to: '+15550001000', caller_id: '{{contact.channel.address}}', timeout: 30, record: false },
  ...notYet('Connect Call To needs a live call, which no carrier connects so far.'),
});
