/** The one way into a flow. */
import { fields } from '../engine/fields.ts';
import { defineWidget, transition } from '../engine/widget.ts';

export const trigger = defineWidget({
  type: 'trigger',
  title: 'Trigger',
  summary: 'Starts the flow: a message, a call, a conversation, a REST request or a parent flow.',
  source: 'widgets-messaging-and-logic §2',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: fields({}),
  events: {
    incomingMessage: 'A message came from a contact who has no active execution',
    incomingCall: 'A call came in',
    incomingConversationMessage: 'A message was added to a conversation',
    incomingRequest: 'The REST API started an execution',
    incomingParent: 'A Run Subflow widget entered this flow',
  },
  example: {},
  worked: { start: { event: 'incomingMessage', body: 'Hello' }, event: 'incomingMessage' },
  enter: ({ triggerEvent }) => transition(triggerEvent),
});
