/** Enqueue Call: puts the caller into a queue, or hands the call to a TaskRouter workflow. */
import { choice, fields, integer, optional, template, text } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

/** Characters of a queue's name. Source: limits-and-errors §1. */
const QUEUE_NAME_CHARACTERS = 64;

export const enqueueCall = defineWidget({
  type: 'enqueue-call',
  title: 'Enqueue Call',
  summary: 'Puts the caller into a queue, or hands the call to a TaskRouter workflow.',
  source: 'https://www.twilio.com/docs/studio/widget-library/enqueue-call',
  channels: ['call'],
  properties: fields({
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
  }),
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
  ...notYet('Enqueue Call needs a live call, which no carrier connects so far.'),
});

/** The refusal at save is inferred; a name with Liquid is known only at run time. */
function queueNameFits({ queue_name: name }: JsonObject) {
  if (typeof name !== 'string' || name.includes('{') || name.length <= QUEUE_NAME_CHARACTERS) return [];
  return [{ path: 'queue_name', message: `may only be ${QUEUE_NAME_CHARACTERS} characters long` }];
}
