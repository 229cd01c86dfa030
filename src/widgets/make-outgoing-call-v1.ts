/** Make Outgoing Call, the older form: still runs in existing flows, cannot be added in the editor. */

import { transitionOf } from '../engine/definition.ts';
import { fields, flag, integer, optional, template } from '../engine/fields.ts';
import type { Json } from '../engine/json.ts';
import { defineWidget, transition } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { callHandlers, makeCall } from './outgoing-call.ts';

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
  worked: {
    start: { event: 'incomingRequest' },
    inputs: [{ callStatus: 'ringing' }, { flowEvent: 'answered', params: { AnsweredBy: 'human' } }],
    event: 'answered',
  },
  failureEvent: 'failed',

  enter(context) {
    // Nobody says when the detection is asked for: where its event is connected (inferred, voice page §5).
    const isDetecting = transitionOf(context.state, 'answeredByMachine')?.next !== undefined;
    return makeCall(context, isDetecting ? { machineDetection: { mode: 'Enable' } } : {});
  },

  on: callHandlers({
    answered: ({ AnsweredBy }) => (isMachine(AnsweredBy) ? 'answeredByMachine' : 'answered'),
    over: (_, params) => transition('hangup', params),
  }),
});

function isMachine(answeredBy: Json | undefined): boolean {
  return typeof answeredBy === 'string' && /^(machine|fax)/.test(answeredBy);
}
