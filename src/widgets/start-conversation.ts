/** Start Conversation: opens a conversation with the contact in a run that was started by REST. */
import { fields, flag, objects, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { conversationOutputs } from './conversation-outputs.ts';
import { notYet } from './not-yet.ts';

export const startConversation = defineWidget({
  type: 'start-conversation',
  title: 'Start Conversation',
  summary:
    'Creates a conversation with the contact; messages of the run then go into it. Only in runs started by REST.',
  source: 'https://www.twilio.com/docs/studio/widget-library/start-conversation',
  channels: ['request'],
  properties: fields({
    conversation_service_sid: template({ title: 'Conversation service', description: 'IS…' }),
    participants: objects({
      title: 'Participants',
      description: 'One of type messaging, with messaging_binding_address and messaging_binding_proxy_address',
    }),
    friendly_name: optional(template({ title: 'Friendly name' })),
    attributes: optional(template({ title: 'Attributes', description: 'JSON text', lines: 3 })),
    chat_service_sid: optional(template({ title: 'Chat service' })),
    messaging_service_sid: optional(template({ title: 'Messaging service', description: 'MG…' })),
    timers_inactive: optional(
      template({ title: 'Inactive after', description: 'ISO 8601 duration without messages, e.g. PT10M' }),
    ),
    timers_closed: optional(
      template({ title: 'Closed after', description: 'ISO 8601 duration without messages, e.g. PT60M' }),
    ),
    close_conversation_on_execution_end: optional(
      flag({ title: 'Close the conversation when the run ends', default: false }),
    ),
  }),
  events: {
    created: 'The conversation exists',
    failed: 'It could not be created, or the run has one already',
  },
  outputs: conversationOutputs,
  example: {
    conversation_service_sid: 'IS00000000000000000000000000000000',
    participants: [
      {
        type: 'messaging',
        messaging_binding_address: '{{contact.channel.address}}',
        messaging_binding_proxy_address: '{{flow.channel.address}}',
      },
    ],
  },
  failureEvent: 'failed',
  ...notYet('Start Conversation needs a conversation service, which no carrier provides so far.'),
});
