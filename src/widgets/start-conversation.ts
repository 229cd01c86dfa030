/** Start Conversation: opens a conversation with the contact in a run that was started by REST. */
import type { ConversationRequest } from '../engine/effects.ts';
import { fields, flag, objects, optional, template, toBoolean } from '../engine/fields.ts';
import { isJsonObject, own, parseJson } from '../engine/json.ts';
import { defineWidget, ignore, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { conversationFault, conversationOutcome, conversationOutputs } from './conversation-outputs.ts';

const properties = fields({
  conversation_service_sid: template({ title: 'Conversation service', description: 'IS…' }),
  participants: objects({
    title: 'Participants',
    description: 'One of type messaging, with messaging_binding_address and messaging_binding_proxy_address',
  }),
  friendly_name: optional(template({ title: 'Friendly name' })),
  attributes: optional(template({ title: 'Attributes', description: 'JSON text', lines: 3 })),
  chat_service_sid: optional(
    template({ title: 'Chat service', description: 'IS…; counts where the conversation service is blank' }),
  ),
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
});

export const startConversation = defineWidget({
  type: 'start-conversation',
  title: 'Start Conversation',
  summary:
    'Creates a conversation with the contact; messages of the run then go into it. Only in runs started by REST.',
  source: 'https://www.twilio.com/docs/studio/widget-library/start-conversation',
  channels: ['request'],
  properties,
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
  worked: { start: { event: 'incomingRequest' }, event: 'created' },
  failureEvent: 'failed',

  enter(context) {
    const { state, problem } = context;
    const fault = conversationFault(context);
    const conversation = fault === undefined ? conversationOf(context) : { fault };
    if ('fault' in conversation) {
      problem(81020, `"${state.name}" started no conversation: ${conversation.fault}.`);
      return transition('failed');
    }
    return wait({
      effects: [{ type: 'conversation.start', conversation }],
      memory: { serviceSid: conversation.serviceSid },
    });
  },

  on: {
    effectResult(context) {
      const { outcome, memory, properties: given } = context;
      if (outcome.type !== 'conversation.start') return ignore();
      return conversationOutcome(context, outcome.result, {
        event: 'created',
        serviceSid: String(memory.serviceSid),
        closesAtEnd: toBoolean(given.close_conversation_on_execution_end, false),
      });
    },
  },
});

type StartContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

function conversationOf(context: StartContext): ConversationRequest | { readonly fault: string } {
  const { properties: given, render, flowUrl } = context;
  const text = (name: Exclude<keyof typeof given, 'participants'>) => render(given[name]).trim();
  const serviceSid = text('conversation_service_sid') || text('chat_service_sid');
  if (serviceSid === '') return { fault: 'it names no conversation service' };
  const participant = participantOf(context);
  if ('fault' in participant) return participant;
  const attributes = text('attributes');
  if (attributes !== '' && parseJson(attributes) === undefined) return { fault: 'its attributes are not valid JSON' };
  const optionals = {
    friendlyName: text('friendly_name'),
    attributes,
    messagingServiceSid: text('messaging_service_sid'),
    inactiveAfter: text('timers_inactive'),
    closedAfter: text('timers_closed'),
  };
  return {
    serviceSid,
    participant,
    ...Object.fromEntries(Object.entries(optionals).filter(([, value]) => value !== '')),
    webhookUrl: flowUrl,
  };
}

/** Flows write `messaging`, a catalogue `sms` and `chat` (messaging page §12). */
function participantOf({
  properties: given,
  render,
}: StartContext): ConversationRequest['participant'] | { readonly fault: string } {
  const [participant, ...others] = Array.isArray(given.participants) ? given.participants.filter(isJsonObject) : [];
  if (participant === undefined) return { fault: 'it names no participant' };
  if (others.length > 0) return { fault: 'it names more than one participant' };
  const text = (name: string) => render(own(participant, name)).trim();
  const type = text('type');
  const identity = text('identity');
  if (type === 'chat') return identity === '' ? { fault: 'its participant has no identity' } : { identity };
  if (type !== 'messaging' && type !== 'sms') return { fault: `"${type}" is no type of participant` };
  const address = text('messaging_binding_address');
  const proxyAddress = text('messaging_binding_proxy_address');
  if (address === '') return { fault: 'its participant has no address' };
  if (proxyAddress === '') return { fault: 'its participant has no proxy address' };
  return { address, proxyAddress };
}
