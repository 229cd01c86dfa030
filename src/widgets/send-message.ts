/** Sends one message and goes on without waiting for an answer. */
import { fields, optional, template } from '../engine/fields.ts';
import { defineWidget, ignore, transition, wait } from '../engine/widget.ts';
import { addressOf, askedFor, composeMessage, messageFields, outboundOutput } from './message-fields.ts';

export const sendMessage = defineWidget({
  type: 'send-message',
  title: 'Send message',
  summary: 'Sends one message and goes on without waiting for an answer.',
  source: 'widgets-messaging-and-logic §3',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: fields({
    ...messageFields,
    to: optional(template({ title: 'To', default: '{{contact.channel.address}}' })),
  }),
  events: {
    sent: 'The carrier accepted the message',
    failed: 'The carrier refused it, or it could not be sent',
  },
  outputs: { outbound: 'The message as the carrier shows it, keys in PascalCase' },
  example: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: 'Hello {{flow.data.name}}!' },
  worked: { start: { event: 'incomingRequest', parameters: { name: 'Ann' } }, event: 'sent' },
  failureEvent: 'failed',

  enter(context) {
    const to = context.render(context.properties.to).trim() || addressOf(context, ['contact', 'channel', 'address']);
    const message = composeMessage(context, to);
    if ('fault' in message) {
      context.problem(81011, `"${context.state.name}" sent no message: ${message.fault}.`);
      return transition('failed');
    }
    return wait({ effects: [{ type: 'message.send', message }], memory: { asked: askedFor(message) } });
  },

  on: {
    effectResult({ outcome, problem, state, memory }) {
      if (outcome.type !== 'message.send') return ignore();
      const { result } = outcome;
      const output = { outbound: outboundOutput(memory.asked, result) };
      if (result.ok) return transition('sent', output);
      problem(81011, `The message of "${state.name}" was refused: ${result.message}.`);
      return transition('failed', output);
    },
  },
});
