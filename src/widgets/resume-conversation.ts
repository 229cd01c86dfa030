/** Resume Conversation: goes on in an existing conversation, in a run that was started by REST. */
import { fields, flag, optional, template, texts, toBoolean } from '../engine/fields.ts';
import { defineWidget, ignore, transition, wait } from '../engine/widget.ts';
import { conversationFault, conversationOutcome, conversationOutputs } from './conversation-outputs.ts';

/** Always reported, so that replies reach the run. Source: messaging page §12, behaviour 3. */
const messageAdded = 'onMessageAdded';

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
    // The widget's page names the option, no source its key: that of Start Conversation is read (inferred).
    close_conversation_on_execution_end: optional(
      flag({ title: 'Close the conversation when the run ends', default: false }),
    ),
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
  worked: {
    start: {
      event: 'incomingRequest',
      parameters: { conversation_sid: 'CH00000000000000000000000000000000' },
    },
    event: 'resumed',
  },
  failureEvent: 'failed',

  enter(context) {
    const { properties: given, render, state, problem, flowUrl } = context;
    const serviceSid = render(given.conversation_service_sid).trim();
    const sid = render(given.conversation_sid).trim();
    const fault =
      conversationFault(context) ??
      (serviceSid === '' ? 'it names no conversation service' : sid === '' ? 'it names no conversation' : undefined);
    if (fault !== undefined) {
      problem(81020, `"${state.name}" took up no conversation: ${fault}.`);
      return transition('failed');
    }
    const wanted = Array.isArray(given.webhook_filters) ? given.webhook_filters.map((filter) => render(filter)) : [];
    const filters = [...new Set([messageAdded, ...wanted.filter((filter) => filter !== '')])];
    return wait({
      effects: [{ type: 'conversation.resume', conversation: { serviceSid, sid, filters, webhookUrl: flowUrl } }],
      memory: { serviceSid },
    });
  },

  on: {
    effectResult(context) {
      const { outcome, memory, properties: given } = context;
      if (outcome.type !== 'conversation.resume') return ignore();
      return conversationOutcome(context, outcome.result, {
        event: 'resumed',
        serviceSid: String(memory.serviceSid),
        closesAtEnd: toBoolean(given.close_conversation_on_execution_end, false),
      });
    },
  },
});
