/** Texts that one run of the flow answers before it ends: numbers that end in 0 are the last. */
export const textsPerRun = 10;

const inbound = '{% if widgets.ask.inbound %}{{widgets.ask.inbound.Body}}{% else %}{{trigger.message.Body}}{% endif %}';

/** Answers every text with `got <text>`: by a question while the run goes on, by a message at its end. */
export const echo = {
  description: 'Echo',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { from: '{{flow.channel.address}}', body: `got ${inbound}`, timeout: '86400' },
      transitions: [{ event: 'incomingMessage', next: 'last' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
    },
    {
      name: 'last',
      type: 'split-based-on',
      properties: { input: '{{widgets.ask.inbound.Body}}' },
      transitions: [
        { event: 'noMatch', next: 'count' },
        {
          event: 'match',
          next: 'bye',
          conditions: [
            {
              friendly_name: 'ends in 0',
              type: 'regex',
              arguments: ['{{widgets.ask.inbound.Body}}'],
              value: '.*0',
            },
          ],
        },
      ],
    },
    {
      name: 'count',
      type: 'set-variables',
      properties: { variables: [{ key: 'n', value: '{{flow.variables.n | plus: 1}}' }] },
      transitions: [{ event: 'next', next: 'ask' }],
    },
    {
      name: 'bye',
      type: 'send-message',
      properties: {
        from: '{{flow.channel.address}}',
        to: '{{contact.channel.address}}',
        body: 'got {{widgets.ask.inbound.Body}}',
      },
      transitions: [{ event: 'sent' }, { event: 'failed' }],
    },
  ],
};
