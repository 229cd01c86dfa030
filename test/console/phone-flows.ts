/** Flows that the tests of the phone talk to. */

export interface Widget {
  readonly name: string;
  readonly type: string;
  readonly properties: object;
  readonly transitions: readonly object[];
}

const trigger = (next: { readonly [event: string]: string }) => ({
  name: 'Trigger',
  type: 'trigger',
  transitions: [
    'incomingMessage',
    'incomingCall',
    'incomingConversationMessage',
    'incomingRequest',
    'incomingParent',
  ].map((event) => ({ event, ...(next[event] === undefined ? {} : { next: next[event] }) })),
  properties: { offset: { x: 0, y: 0 } },
});

export const flow = (starts: { readonly [event: string]: string }, widgets: readonly Widget[]): string =>
  JSON.stringify(
    {
      description: 'A flow',
      states: [trigger(starts), ...widgets],
      initial_state: 'Trigger',
      flags: { allow_concurrent_calls: true },
    },
    null,
    2,
  );

export const message = (name: string, body: string, x: number): Widget => ({
  name,
  type: 'send-message',
  transitions: [{ event: 'sent' }, { event: 'failed' }],
  properties: {
    offset: { x, y: 600 },
    from: '{{flow.channel.address}}',
    to: '{{contact.channel.address}}',
    body,
  },
});

/** Asks for a number and answers each with a text of its own. */
export function menu(bodies: readonly string[], question = 'Which? 1, 2 or 3'): string {
  const answers = bodies.map((body, index) => message(`text_${index + 1}`, body, index * 330 - 330));
  return flow({ incomingMessage: 'ask' }, [
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      transitions: [{ event: 'incomingMessage', next: 'route' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
      properties: { offset: { x: 0, y: 200 }, from: '{{flow.channel.address}}', body: question, timeout: '3600' },
    },
    {
      name: 'route',
      type: 'split-based-on',
      transitions: [
        { event: 'noMatch' },
        ...bodies.map((_, index) => ({
          event: 'match',
          next: `text_${index + 1}`,
          conditions: [
            {
              friendly_name: `If value equal_to ${index + 1}`,
              arguments: ['{{widgets.ask.inbound.Body}}'],
              type: 'equal_to',
              value: `${index + 1}`,
            },
          ],
        })),
      ],
      properties: { offset: { x: 0, y: 400 }, input: '{{widgets.ask.inbound.Body}}' },
    },
    ...answers,
  ]);
}

export const ivr = flow({ incomingCall: 'menu' }, [
  {
    name: 'menu',
    type: 'gather-input-on-call',
    transitions: [{ event: 'keypress', next: 'reason' }, { event: 'speech', next: 'reason' }, { event: 'timeout' }],
    properties: {
      offset: { x: 0, y: 200 },
      say: 'For sales, press 1.',
      number_of_digits: 1,
      timeout: 5,
      loop: 1,
      language: 'en-US',
      voice: 'alice',
    },
  },
  {
    name: 'reason',
    type: 'gather-input-on-call',
    transitions: [{ event: 'keypress' }, { event: 'speech', next: 'wait' }, { event: 'timeout' }],
    properties: { offset: { x: 0, y: 400 }, say: 'Say why you call.', timeout: 5, speech_timeout: 'auto', loop: 1 },
  },
  {
    name: 'wait',
    type: 'gather-input-on-call',
    transitions: [{ event: 'keypress' }, { event: 'speech' }, { event: 'timeout' }],
    properties: { offset: { x: 0, y: 600 }, say: 'One moment.', timeout: 30, loop: 1 },
  },
]);
