/** Resume Conversation: goes on in an existing conversation, in a run that was started by REST. */
import { fields, optional, template, texts } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { conversationOutputs } from './conversation-outputs.ts';
import { notYet } from './not-yet.ts';

export const resumeConversation = defineWidget({
  type: 'resume-conversation',
  title: 'Resume Conversation',
  summary: 'Takes up an existing conversation; messages of the run then go into it. Only in runs started by REST.',
  source: 'https://www.twilio.com/docs/studio/widget-library/resume-conversation',
  channels: ['request'],
  properties: fields({
    conversation_service_sid: template({ title: 'Conversation service', description: 'IS…' }),
    // The prose infers that it is required, the published list does not say so (messaging page §12, Appendix A).
    conversation_sid: optional(template({ title: 'Conversation', description: 'CH…' })),
    webhook_filters: optional(texts({ title: 'Webhook filters', description: 'Events that resume the flow' })),
  }),
  events: {
    resumed: 'The conversation is taken up',
    failed: 'It was not found, or the run has one already',
  },
  outputs: conversationOutputs,
  example: {
    conversation_service_sid: 'IS00000000000000000000000000000000',
    conversation_sid: '{{flow.data.conversation_sid}}',
  },
  failureEvent: 'failed',
  ...notYet('Resume Conversation needs a conversation service, which no carrier provides so far.'),
});
