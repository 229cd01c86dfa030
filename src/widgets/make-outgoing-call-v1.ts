/** Make Outgoing Call, the older form: still runs in existing flows, cannot be added in the editor. */
import { fields, flag, integer, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const makeOutgoingCallV1 = defineWidget({
  type: 'make-outgoing-call-v1',
  title: 'Make Outgoing Call (old)',
  summary: 'Retired in favour of make-outgoing-call-v2: calls the contact, with an event of its own for machines.',
  source: 'https://www.twilio.com/docs/studio/widget-library/make-outgoing-call-v1',
  channels: ['message', 'call', 'request'],
  properties: fields({
    from: template({ title: 'From', default: '{{flow.channel.address}}' }),
    to: template({ title: 'To', default: '{{contact.channel.address}}' }),
    record: optional(flag({ title: 'Record call', default: false })),
    timeout: optional(integer({ title: 'Ring time', description: 'Seconds' })),
  }),
  events: {
    answered: 'A person picked up',
    answeredByMachine: 'A machine or a fax picked up',
    busy: 'The line is busy',
    noAnswer: 'Nobody picked up in time',
    failed: 'The call could not be made',
    hangup: 'The contact hung up',
  },
  outputs: { AnsweredBy: 'Who picked up', ...callOutputs },
  example: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' },
  failureEvent: 'failed',
  ...notYet('Make Outgoing Call (old) needs a voice carrier, which is not connected so far.'),
});
