/** Send To Autopilot: handed the contact to an assistant of a retired product. */
import { fields, integer, keyValues, optional, template, text } from '../engine/fields.ts';
import { defineWidget, transition } from '../engine/widget.ts';

export const sendToAutoPilot = defineWidget({
  type: 'send-to-auto-pilot',
  title: 'Send To Autopilot',
  summary: 'Retired with Autopilot: handed the contact to an assistant. Kept as it is; its failure event is taken.',
  source: 'https://github.com/RJPearson94/twilio-sdk-go/tree/main/definitions/studio/widgets',
  channels: ['message', 'call'],
  properties: fields({
    autopilot_assistant_sid: text({ title: 'Assistant SID', description: 'UA…' }),
    body: template({ title: 'Initial message', default: '{{trigger.message.Body}}', lines: 3 }),
    from: template({ title: 'From', default: '{{flow.channel.address}}' }),
    timeout: integer({ title: 'Session timeout', description: 'Seconds', default: 14400 }),
    target_task: optional(text({ title: 'Target task' })),
    memory_parameters: optional(keyValues({ title: 'Memory parameters' })),
    chat_service: optional(template({ title: 'Chat service', default: '{{trigger.message.InstanceSid}}' })),
    chat_channel: optional(template({ title: 'Chat channel', default: '{{trigger.message.ChannelSid}}' })),
    chat_attributes: optional(template({ title: 'Chat attributes', description: 'JSON text', lines: 3 })),
  }),
  events: {
    sessionEnded: 'The session with the assistant ended; never fires, as the product is retired',
    failure: 'The assistant could not be reached: always',
    timeout: 'The session ran out of time; never fires, as the product is retired',
  },
  outputs: { memory: 'What the assistant remembered; never written, as the product is retired' },
  example: {
    autopilot_assistant_sid: 'UA00000000000000000000000000000000',
    body: '{{trigger.message.Body}}',
    from: '{{flow.channel.address}}',
    timeout: 14400,
  },
  worked: { event: 'failure' },
  retired: true,
  failureEvent: 'failure',
  enter({ state, problem }) {
    problem(81020, `Widget "${state.name}" (${state.type}) cannot run: its type is retired.`);
    return transition('failure');
  },
});
