/** Enqueue Call: puts the caller into a queue, or hands the call to a TaskRouter workflow. */
import { choice, fields, integer, optional, template, text } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element, type TwimlElement } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, readerOf } from './call-twiml.ts';
import { hungUpInQueue, leftQueue, type QueueMemory } from './queue-result.ts';
import { taskAttributes, taskPriority } from './task-fields.ts';

/** Characters of a queue's name. Source: limits-and-errors §1. */
const QUEUE_NAME_CHARACTERS = 64;

const properties = fields({
  queue_name: optional(template({ title: 'Queue name', description: 'At most 64 characters; or a workflow' })),
  workflow_sid: optional(text({ title: 'TaskRouter workflow', description: 'WW…; or a queue name' })),
  task_attributes: optional(
    template({
      title: 'Task attributes',
      description: 'JSON text, at most 1,024 characters; workflow only',
      lines: 4,
    }),
  ),
  priority: optional(integer({ title: 'Task priority', description: 'Workflow only', default: 0 })),
  timeout: optional(
    integer({ title: 'Task timeout', description: 'Seconds, below two weeks; workflow only', maximum: 1_209_599 }),
  ),
  wait_url: optional(text({ title: 'Hold music TwiML URL' })),
  wait_url_method: optional(choice(['GET', 'POST'], { title: 'Hold music method', default: 'GET' })),
});

type EnqueueContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const enqueueCall = defineWidget({
  type: 'enqueue-call',
  title: 'Enqueue Call',
  summary: 'Puts the caller into a queue, or hands the call to a TaskRouter workflow.',
  source: 'https://www.twilio.com/docs/studio/widget-library/enqueue-call',
  channels: ['call'],
  properties,
  events: {
    callComplete: 'The caller left the queue: bridged, sent on or hung up',
    failedToEnqueue: 'The queue is full',
    callFailure: 'The call failed',
  },
  outputs: {
    QueueResult: 'How the caller left, e.g. `bridged`, `leave`, `hangup`, `queue-full`',
    QueueSid: 'SID of the queue',
    QueueTime: 'Seconds in the queue',
    ...callOutputs,
  },
  example: { queue_name: 'support', wait_url: 'https://example.com/hold', wait_url_method: 'POST' },
  failureEvent: 'failedToEnqueue',
  validate: queueNameFits,
  worked: {
    start: { event: 'incomingCall' },
    inputs: [{ flowEvent: 'enqueue', params: { QueueResult: 'bridged', QueueTime: '35' } }],
    event: 'callComplete',
  },
  needsCall: true,
  noCallEvent: 'failedToEnqueue',

  enter(context) {
    const { text } = readerOf(context);
    const { state, problem } = context;
    const queue = queueOf(context);
    if ('fault' in queue) {
      problem(queue.code, `"${state.name}" put nobody into a queue: ${queue.fault}.`);
      return transition('failedToEnqueue');
    }
    const waitUrl = text('wait_url');
    const enqueue = element(
      'Enqueue',
      {
        workflowSid: queue.workflowSid,
        action: actionOf(context, 'enqueue').action,
        waitUrl,
        waitUrlMethod: waitUrl && (text('wait_url_method') ?? 'GET'),
      },
      queue.child,
    );
    return wait({ twiml: buildTwiml([enqueue]), memory: queue.memory });
  },

  on: {
    flowEvent: (context) => (context.name === 'enqueue' ? leftQueue(context, context.params) : undefined),
    hangUp: hungUpInQueue,
  },
});

interface Queue {
  readonly workflowSid?: string;
  /** Name of the queue, or the task. */
  readonly child: TwimlElement | string;
  readonly memory: QueueMemory;
}

/** Of both the workflow counts (inferred). A queue or task that the carrier would refuse would end the call. */
function queueOf(context: EnqueueContext): Queue | { readonly fault: string; readonly code: 81015 | 81020 } {
  const { text, number, count } = readerOf(context);
  const workflowSid = text('workflow_sid');
  if (workflowSid === undefined) {
    const name = text('queue_name');
    if (name === undefined) return { fault: 'it names neither a queue nor a workflow', code: 81020 };
    if (name.length <= QUEUE_NAME_CHARACTERS) return { child: name, memory: {} };
    return { fault: `the name of the queue has ${name.length} of ${QUEUE_NAME_CHARACTERS} characters`, code: 81020 };
  }
  const attributes = taskAttributes(text('task_attributes') ?? '', context.limits.taskAttributesCharacters);
  if ('fault' in attributes) return { ...attributes, code: 81015 };
  const priority = String(taskPriority(text('priority') ?? ''));
  const timeoutSeconds = number('timeout', 0);
  return {
    workflowSid,
    child: element('Task', { priority, timeout: count('timeout') }, attributes.text),
    memory: timeoutSeconds === 0 ? {} : { timeoutSeconds },
  };
}

/** The refusal at save is inferred; a name with Liquid is known only at run time. */
function queueNameFits({ queue_name: name }: JsonObject) {
  if (typeof name !== 'string' || name.includes('{') || name.length <= QUEUE_NAME_CHARACTERS) return [];
  return [{ path: 'queue_name', message: `may only be ${QUEUE_NAME_CHARACTERS} characters long` }];
}
