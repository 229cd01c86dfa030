/** The flows that the benchmark runs. */

const next = (name: string) => [{ event: 'next', next: name }];
const set = (name: string, key: string, value: string, to: string) => ({
  name,
  type: 'set-variables',
  properties: { variables: [{ type: 'string', key, value }] },
  transitions: next(to),
});
const split = (name: string, input: string, type: string, value: string, to: string) => ({
  name,
  type: 'split-based-on',
  properties: { input },
  transitions: [
    { event: 'noMatch' },
    { event: 'match', next: to, conditions: [{ friendly_name: type, arguments: [input], type, value }] },
  ],
});
const trigger = (event: string, to: string) => ({
  name: 'Trigger',
  type: 'trigger',
  properties: {},
  transitions: [{ event, next: to }],
});

/** Ten widgets after the trigger: five variables, five splits, then the end. */
export const logicFlow = {
  description: 'Ten logic widgets',
  initial_state: 'Trigger',
  states: [
    trigger('incomingRequest', 'set_1'),
    ...Array.from({ length: 5 }, (_, index) => [
      set(`set_${index + 1}`, `v${index + 1}`, `{{flow.data.n | plus: ${index}}}`, `split_${index + 1}`),
      split(
        `split_${index + 1}`,
        `{{flow.variables.v${index + 1}}}`,
        'equal_to',
        String(7 + index),
        index === 4 ? '' : `set_${index + 2}`,
      ),
    ]).flat(),
  ],
};

/** Asks for ever: each message resumes the run, is counted, and gets a reply. */
export const talkFlow = {
  description: 'A conversation without end',
  initial_state: 'Trigger',
  states: [
    trigger('incomingMessage', 'ask'),
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: {
        from: '{{flow.channel.address}}',
        body: 'You said {{widgets.ask.inbound.Body}}, number {{flow.variables.n}}',
        timeout: '3600',
      },
      transitions: [{ event: 'incomingMessage', next: 'count' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
    },
    set('count', 'n', '{{flow.variables.n | plus: 1}}', 'ask'),
  ],
};

/** A loop of two widgets, as long as the step limit lets it be. */
export const loopFlow = {
  description: 'A loop',
  initial_state: 'Trigger',
  states: [
    trigger('incomingRequest', 'set'),
    set('set', 'n', '{{flow.variables.n | plus: 1}}', 'split'),
    split('split', '{{flow.variables.n}}', 'greater_than', '0', 'set'),
  ],
};

/** Rows of twenty widgets with two wires each, as the console draws them: every fifth is a split, the others are messages. */
export function wideFlow(widgets: number) {
  const columns = 20;
  const to = (at: number) => (at < widgets - 1 ? { next: `widget_${at + 1}` } : {});
  const place = (at: number) => ({ x: (at % columns) * 320, y: 200 + Math.floor(at / columns) * 200 });
  const states = Array.from({ length: widgets - 1 }, (_, at) => {
    const input = `{{flow.variables.v${at}}}`;
    const below = to(at + columns);
    return at % 5 === 4
      ? {
          name: `widget_${at + 1}`,
          type: 'split-based-on',
          properties: { offset: place(at), input },
          transitions: [
            { event: 'noMatch', ...to(at + 1) },
            {
              event: 'match',
              ...below,
              conditions: [{ friendly_name: 'one', arguments: [input], type: 'equal_to', value: '1' }],
            },
          ],
        }
      : {
          name: `widget_${at + 1}`,
          type: 'send-message',
          properties: {
            offset: place(at),
            from: '{{flow.channel.address}}',
            to: '{{contact.channel.address}}',
            body: `Hello {{contact.channel.address}}, this is number ${at + 1}`,
          },
          transitions: [
            { event: 'sent', ...to(at + 1) },
            { event: 'failed', ...below },
          ],
        };
  });
  return {
    description: `${widgets} widgets`,
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [{ ...trigger('incomingMessage', 'widget_1'), properties: { offset: { x: 0, y: 0 } } }, ...states],
  };
}
