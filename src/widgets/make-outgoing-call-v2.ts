/** Make Outgoing Call: calls the contact and waits for the result. */
import { choice, choiceOrTemplate, fields, flag, integer, numberText, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const makeOutgoingCallV2 = defineWidget({
  type: 'make-outgoing-call-v2',
  title: 'Make Outgoing Call',
  summary: 'Calls the contact; after `answered` the run goes on in the call.',
  source: 'https://www.twilio.com/docs/studio/widget-library/make-outgoing-call',
  channels: ['message', 'call', 'request'],
  properties: fields({
    from: template({ title: 'From', default: '{{flow.channel.address}}' }),
    to: template({
      title: 'To',
      description: 'Number, client: or sip: address',
      default: '{{contact.channel.address}}',
    }),
    timeout: optional(integer({ title: 'Ring time', description: 'Seconds', default: 60, minimum: 0, maximum: 600 })),
    record: optional(flag({ title: 'Record call', default: false })),
    recording_channels: optional(choice(['mono', 'dual'], { title: 'Recording channels', default: 'mono' })),
    recording_status_callback: optional(template({ title: 'Recording status callback URL' })),
    trim: optional(
      template({ title: 'Trim silence', description: 'trim-silence or do-not-trim', default: 'do-not-trim' }),
    ),
    detect_answering_machine: optional(flag({ title: 'Detect answering machine', default: false })),
    machine_detection: optional(
      choiceOrTemplate(['Enable', 'DetectMessageEnd'], { title: 'Machine detection', default: 'Enable' }),
    ),
    machine_detection_timeout: optional(
      numberText({ title: 'Detection timeout', description: '3 to 120 seconds', default: '30' }),
    ),
    machine_detection_speech_threshold: optional(
      numberText({ title: 'Speech threshold', description: '1000 to 6000 milliseconds', default: '2400' }),
    ),
    machine_detection_speech_end_threshold: optional(
      numberText({ title: 'Speech end threshold', description: '500 to 5000 milliseconds', default: '1200' }),
    ),
    machine_detection_silence_timeout: optional(
      numberText({ title: 'Silence timeout', description: '2000 to 10000 milliseconds', default: '5000' }),
    ),
    send_digits: optional(
      template({ title: 'Send digits', description: '0-9 A-D w W # *, at most 32; switches the detection off' }),
    ),
    sip_auth_username: optional(template({ title: 'SIP user name' })),
    sip_auth_password: optional(template({ title: 'SIP password' })),
  }),
  events: {
    answered: 'A person or a machine picked up',
    busy: 'The line is busy',
    noAnswer: 'Nobody picked up in time',
    failed: 'The call could not be made',
  },
  outputs: {
    AnsweredBy: 'Who picked up, e.g. `human` or `machine_start`; with machine detection only',
    MachineDetectionDuration: 'Milliseconds that the detection took',
    ...callOutputs,
  },
  example: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', timeout: 60, record: false },
  failureEvent: 'failed',
  ...notYet('Make Outgoing Call needs a voice carrier, which is not connected so far.'),
});
