/** Send To Flex: hands the contact to a person by a TaskRouter task or an Interaction. */
import { choice, fields, numberText, optional, template, text } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { notYet } from './not-yet.ts';

export const sendToFlex = defineWidget({
  type: 'send-to-flex',
  title: 'Send To Flex',
  summary: 'Hands the contact to a person: creates a task for a call or message, an interaction for a conversation.',
  source: 'https://www.twilio.com/docs/studio/widget-library/send-flex',
  channels: ['message', 'call', 'conversation'],
  properties: fields({
    workflow: text({ title: 'Workflow', description: 'SID of a TaskRouter workflow, WW…' }),
    channel: text({ title: 'Task channel', description: 'SID of a task channel, TC…' }),
    attributes: optional(
      template({
        title: 'Attributes',
        description: 'JSON text, at most 1,024 characters when rendered',
        default: '{}',
        lines: 4,
      }),
    ),
    priority: optional(numberText({ title: 'Task priority', description: 'Higher goes first', default: '0' })),
    timeout: optional(numberText({ title: 'Task timeout', description: 'Seconds, 1 to 1209600', default: '3600' })),
    waitUrl: optional(template({ title: 'Hold music TwiML URL', description: 'Calls only' })),
    waitUrlMethod: optional(choice(['GET', 'POST'], { title: 'Hold music method', description: 'Calls only' })),
  }),
  events: {
    callComplete: 'The task exists; for a call: the caller left the queue',
    failedToEnqueue: 'The task could not be created',
    callFailure: 'The call failed; never for messages and conversations',
  },
  outputs: {
    sid: 'Message: SID of the task; conversation: SID of the interaction',
    task_queue_sid: 'Message: SID of the task queue',
    workspace_sid: 'Message: SID of the workspace',
    attributes: 'Message: attributes of the task',
    routing: 'Conversation: routing of the interaction',
    channel: 'Conversation: channel of the interaction',
    QueueResult: 'Call: how the caller left the queue',
    QueueSid: 'Call: SID of the queue',
    QueueTime: 'Call: seconds in the queue',
    CallStatus: 'Call: state of the call',
  },
  example: {
    workflow: 'WW00000000000000000000000000000000',
    channel: 'TC00000000000000000000000000000000',
    attributes: '{"name":"{{contact.channel.address}}"}',
    priority: '0',
    timeout: '3600',
  },
  failureEvent: 'failedToEnqueue',
  // In one catalogue, in no flow: accepted, never fired (messaging page §10).
  silentEvents: ['composerStarted'],
  ...notYet('Send To Flex needs a task service, which no adapter provides so far.'),
});
