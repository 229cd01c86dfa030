/** Send To Flex: hands the contact to a person by a TaskRouter task or an Interaction. */
import { valueAt } from '../engine/context.ts';
import type { EffectRequest, TaskRequest } from '../engine/effects.ts';
import { choice, fields, numberText, optional, template, text } from '../engine/fields.ts';
import { channelStatusPath, handedOff } from '../engine/hand-off.ts';
import { isJsonObject, type JsonObject, nonNull } from '../engine/json.ts';
import { defineWidget, end, ignore, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { actionOf, readerOf } from './call-twiml.ts';
import { leavingChannel } from './conversation-outputs.ts';
import { addressOf } from './message-fields.ts';
import { hungUpInQueue, leftQueue } from './queue-result.ts';
import { taskAliases, taskAttributes, taskPriority, taskTimeout } from './task-fields.ts';

const properties = fields({
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
});

export const sendToFlex = defineWidget({
  type: 'send-to-flex',
  title: 'Send To Flex',
  summary: 'Hands the contact to a person: creates a task for a call or message, an interaction for a conversation.',
  source: 'https://www.twilio.com/docs/studio/widget-library/send-flex',
  channels: ['message', 'call', 'conversation'],
  properties,
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
    Age: 'Seconds since the task was created',
    Attributes: 'The attributes of the task',
    TaskSid: 'SID of the task, of a conversation too',
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
  worked: { event: 'callComplete' },
  failureEvent: 'failedToEnqueue',
  // In one catalogue, in no flow: accepted, never fired (messaging page §10).
  silentEvents: ['composerStarted'],

  enter(context) {
    const { state, problem, call } = context;
    const contact = contactOf(context);
    if (contact === undefined) {
      // Nobody is left to be handed over (execution-model §3).
      if (call) return end('HANGUP');
      problem(81020, `"${state.name}" handed nobody over: the run has no call, message or conversation.`);
      return transition('failedToEnqueue');
    }
    const task = taskOf(context, contact);
    if ('fault' in task) {
      problem(81015, `"${state.name}" created no task: ${task.fault}.`);
      return transition('failedToEnqueue');
    }
    if (contact.kind === 'call') {
      const { timeoutSeconds } = task.request;
      return wait({ twiml: enqueueing(context, task), memory: { timeoutSeconds } });
    }
    return wait({ effects: [effectOf(context, contact, task)] });
  },

  on: {
    effectResult(context) {
      const { outcome, problem, state } = context;
      if (outcome.type !== 'task.create' && outcome.type !== 'interaction.create') return ignore();
      const { result, type } = outcome;
      if (!result.ok) {
        problem(81015, `"${state.name}" created no task: ${result.message}.`);
        return transition('failedToEnqueue');
      }
      if (type === 'task.create') {
        return transition('callComplete', { ...result.resource, ...taskAliases(result.resource) });
      }
      // A conversation that the run was to close is the person's now (inferred).
      const atEnd = leavingChannel(context);
      return transition('callComplete', interactionOutput(result.resource), {
        changes: [{ path: channelStatusPath, value: handedOff }],
        ...(atEnd ? { atEnd } : {}),
      });
    },
    flowEvent: (context) => (context.name === 'enqueue' ? leftQueue(context, context.params) : undefined),
    hangUp: hungUpInQueue,
  },
});

type FlexContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

/** Who is handed over: who is on the line, on a conversation, or wrote a message. */
type Contact = { readonly kind: 'call' | 'message' } | { readonly kind: 'conversation'; readonly sid: string };

/** Undefined: the run has nobody (inferred). */
function contactOf(context: FlexContext): Contact | undefined {
  if (context.call?.isLive) return { kind: 'call' };
  const sid =
    addressOf(context, ['flow', 'channel', 'sid']) ||
    addressOf(context, ['trigger', 'conversation', 'ConversationSid']);
  if (sid !== '') return { kind: 'conversation', sid };
  return context.execution.triggerEvent === 'incomingMessage' ? { kind: 'message' } : undefined;
}

interface Task {
  readonly request: TaskRequest;
  /** Its attributes as an object. */
  readonly attributes: JsonObject;
}

function taskOf(
  { properties: given, render, limits }: FlexContext,
  { kind }: Contact,
): Task | { readonly fault: string } {
  // Meant to be fixed, rendered all the same (inferred, messaging page §1.3).
  const workflow = render(given.workflow).trim();
  const channel = render(given.channel).trim();
  const attributes = taskAttributes(render(given.attributes), limits.taskAttributesCharacters);
  if (workflow === '') return { fault: 'it names no workflow' };
  // The verb of a call has no place for it.
  if (channel === '' && kind !== 'call') return { fault: 'it names no task channel' };
  if ('fault' in attributes) return attributes;
  const request = {
    workflow,
    channel,
    priority: taskPriority(render(given.priority)),
    timeoutSeconds: taskTimeout(render(given.timeout)),
    attributes: attributes.text,
  };
  return { request, attributes: attributes.object };
}

/** A call waits in the queue of the workflow. */
function enqueueing(context: FlexContext, { request }: Task): string {
  const { text } = readerOf(context);
  const waitUrl = text('waitUrl');
  const task = { priority: String(request.priority), timeout: String(request.timeoutSeconds) };
  const enqueue = {
    workflowSid: request.workflow,
    action: actionOf(context, 'enqueue').action,
    waitUrl,
    waitUrlMethod: waitUrl && text('waitUrlMethod'),
  };
  return buildTwiml([element('Enqueue', enqueue, element('Task', task, request.attributes))]);
}

function effectOf(context: FlexContext, contact: Contact, { request, attributes }: Task): EffectRequest {
  if (contact.kind !== 'conversation') return { type: 'task.create', task: request };
  const shown = JSON.stringify({ ...conversationAttributes(context), ...attributes });
  return {
    type: 'interaction.create',
    interaction: { ...request, conversationSid: contact.sid, attributes: shown },
  };
}

/** What the widget adds for a conversation; attributes of the flow's own stay (inferred). Source: messaging page §10. */
function conversationAttributes(context: FlexContext): JsonObject {
  const address =
    addressOf(context, ['contact', 'channel', 'address']) || addressOf(context, ['trigger', 'conversation', 'Author']);
  return {
    channelType: channelType(address, addressOf(context, ['trigger', 'conversation', 'Source'])),
    customerAddress: address,
    customerName: address,
    from: address,
    name: address,
  };
}

/** `whatsapp` of `whatsapp:+1…`, `sms` of a number, else what the webhook names as the source (inferred). */
function channelType(address: string, source: string): string {
  const [, prefix] = /^([a-z]+):/.exec(address) ?? [];
  if (prefix !== undefined) return prefix;
  return /^\+?\d+$/.test(address) ? 'sms' : source.toLowerCase() || 'web';
}

const interactionKeys = ['sid', 'channel', 'routing', 'url', 'FlexContextSid'];

/** Source: messaging page §10, Writes. */
function interactionOutput(interaction: JsonObject): JsonObject {
  const task = valueAt(interaction, ['routing', 'properties']);
  return { ...nonNull(interaction, interactionKeys), ...(isJsonObject(task) ? taskAliases(task) : {}) };
}
