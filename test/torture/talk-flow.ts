const answer = '{% if widgets.ask.inbound %}{{widgets.ask.inbound.Body}}{% else %}0{% endif %}';

/** Starts a conversation with the contact, says `got 0`, and answers every text in it with `got <text>`. */
export const talk = {
  description: 'Talk',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingRequest', next: 'start' }] },
    {
      name: 'start',
      type: 'start-conversation',
      properties: {
        conversation_service_sid: `IS${'5'.repeat(32)}`,
        participants: [
          {
            type: 'messaging',
            messaging_binding_address: '{{contact.channel.address}}',
            messaging_binding_proxy_address: '{{flow.channel.address}}',
          },
        ],
      },
      transitions: [{ event: 'created', next: 'ask' }, { event: 'failed' }],
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { from: 'Bot', body: `got ${answer}`, timeout: '86400' },
      transitions: [{ event: 'incomingMessage', next: 'count' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
    },
    {
      name: 'count',
      type: 'set-variables',
      properties: { variables: [{ key: 'n', value: '{{flow.variables.n | plus: 1}}' }] },
      transitions: [{ event: 'next', next: 'ask' }],
    },
  ],
};
