/** Sends a message and suspends the run until the contact answers, time is up, or delivery fails. */

import type { WebhookParams } from '../engine/events.ts';
import { fields, numberText, optional, text, toSeconds } from '../engine/fields.ts';
import { isJsonObject, type JsonObject } from '../engine/json.ts';
import { defineWidget, ignore, transition, wait } from '../engine/widget.ts';
import { addressOf, askedFor, composeMessage, messageFields, outboundOutput } from './message-fields.ts';

/** Blank or not a number counts as one hour (inferred, messaging page §4). */
const defaultTimeoutSeconds = 3600;

const { from, body, ...otherMessageFields } = messageFields;

export const sendAndWaitForReply = defineWidget({
  type: 'send-and-wait-for-reply',
  title: 'Send & wait for reply',
  summary: 'Sends a message and waits until the contact answers, the time is up, or delivery fails.',
  source: 'widgets-messaging-and-logic §4',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: fields({
    from,
    body,
    timeout: optional(numberText({ title: 'Stop waiting after', description: 'Seconds', default: '3600' })),
    ...otherMessageFields,
    save_response_as: optional(text({ title: 'Save response as', description: 'Kept, without effect' })),
  }),
  events: {
    incomingMessage: 'The contact answered',
    timeout: 'No answer came in time',
    deliveryFailure: 'The message was refused, or reported undelivered while waiting',
  },
  outputs: {
    outbound: 'The message as the carrier shows it, keys in PascalCase',
    inbound: 'The whole webhook of the answer: Body, From, NumMedia, MediaUrl0, …',
  },
  example: { from: '{{flow.channel.address}}', body: 'What is your name?', timeout: '3600' },
  worked: { inputs: [{ says: 'Ann' }], event: 'incomingMessage' },
  failureEvent: 'deliveryFailure',

  enter(context) {
    const message = composeMessage(context, addressOf(context, ['contact', 'channel', 'address']));
    if ('fault' in message) {
      context.problem(81011, `"${context.state.name}" sent no message: ${message.fault}.`);
      return transition('deliveryFailure');
    }
    // Rendered here like everything else: a template that fails must do so before the message has left.
    const timeoutSeconds = toSeconds(context.render(context.properties.timeout), defaultTimeoutSeconds);
    return wait({
      effects: [{ type: 'message.send', message }],
      memory: { asked: askedFor(message), timeoutSeconds },
    });
  },

  on: {
    effectResult({ outcome, problem, state, memory }) {
      if (outcome.type !== 'message.send') return ignore();
      const { result } = outcome;
      const outbound = outboundOutput(memory.asked, result);
      if (!result.ok) {
        problem(81011, `The message of "${state.name}" was refused: ${result.message}.`);
        return transition('deliveryFailure', { outbound });
      }
      // Both may overtake the carrier's answer to our own request; the first that came counts.
      if (isJsonObject(memory.reply)) return replied(outbound, memory.reply, memory.isConversation === true);
      if (isJsonObject(memory.failure) && memory.failedSid === outbound.Sid) {
        return undelivered(outbound, memory.failure);
      }
      return wait({ timeoutSeconds: Number(memory.timeoutSeconds), memory: { outbound } });
    },

    incomingMessage({ params, isConversation, memory }) {
      if (isJsonObject(memory.outbound)) return replied(memory.outbound, params, isConversation);
      if (isJsonObject(memory.reply) || isJsonObject(memory.failure)) {
        return ignore('A second message came before ours was sent out: ignored.');
      }
      return wait({ memory: { ...memory, reply: params, isConversation } });
    },

    messageStatus({ messageSid, status, params, memory, settings }) {
      if (!settings.waitForDeliveryReports || (status !== 'undelivered' && status !== 'failed')) return ignore();
      if (!isJsonObject(memory.outbound)) {
        if (isJsonObject(memory.reply)) return ignore();
        return wait({ memory: { ...memory, failure: params, failedSid: messageSid } });
      }
      return memory.outbound.Sid === messageSid ? undelivered(memory.outbound, params) : ignore();
    },

    timeout: ({ memory }) => transition('timeout', isJsonObject(memory.outbound) ? { outbound: memory.outbound } : {}),
  },
});

function replied(outbound: JsonObject, inbound: WebhookParams, isConversation: boolean) {
  // A conversation's answer also becomes the trigger's data (messaging page §4.2, Conversations).
  const changes = isConversation ? [{ path: ['trigger', 'conversation'], value: inbound }] : [];
  return transition('incomingMessage', { outbound, inbound }, { changes });
}

function undelivered(outbound: JsonObject, params: WebhookParams) {
  return transition('deliveryFailure', {
    outbound: {
      ...outbound,
      Status: params.MessageStatus ?? 'undelivered',
      ErrorCode: params.ErrorCode ?? null,
      ErrorMessage: params.ErrorMessage ?? null,
    },
  });
}
