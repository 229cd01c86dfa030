/** Tasks and interactions as TaskRouter and Flex show them. Source: TaskRouter, Task resource; Flex, Interactions API. */
import type { JsonObject } from '../engine/json.ts';
import { isoSeconds } from './dates.ts';

export interface TaskFacts {
  readonly sid: string;
  readonly accountSid: string;
  readonly assignmentStatus: string;
  readonly attributes: string;
  readonly priority: number;
  readonly reason: string | null;
  readonly timeoutSeconds: number;
  /** `WW…`, or the name that the flow gives. */
  readonly workflow: string;
  /** `TC…` or a unique name. */
  readonly channel: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly nowMs: number;
  readonly url: string;
}

/** Where there are no queues, workflows and workspaces, each account has one of each. */
const onlyQueue = 'Task inbox';

export function presentTask(task: TaskFacts): JsonObject {
  return {
    sid: task.sid,
    account_sid: task.accountSid,
    age: Math.max(0, Math.floor((task.nowMs - task.createdAtMs) / 1000)),
    assignment_status: task.assignmentStatus,
    attributes: task.attributes,
    addons: '{}',
    date_created: isoSeconds(task.createdAtMs),
    date_updated: isoSeconds(task.updatedAtMs),
    task_queue_entered_date: isoSeconds(task.createdAtMs),
    priority: task.priority,
    reason: task.reason,
    task_queue_sid: sidOfAccount('WQ', task.accountSid),
    task_queue_friendly_name: onlyQueue,
    task_channel_sid: task.channel.startsWith('TC') ? task.channel : sidOfAccount('TC', task.accountSid),
    task_channel_unique_name: task.channel.startsWith('TC') ? 'default' : task.channel,
    timeout: task.timeoutSeconds,
    workflow_sid: task.workflow.startsWith('WW') ? task.workflow : sidOfAccount('WW', task.accountSid),
    workflow_friendly_name: task.workflow.startsWith('WW') ? onlyQueue : task.workflow,
    workspace_sid: workspaceOf(task.accountSid),
    url: task.url,
    links: {},
  };
}

export interface InteractionFacts {
  readonly sid: string;
  readonly conversationSid: string;
  readonly url: string;
  /** The task behind it, as `presentTask` gives it. */
  readonly task: JsonObject;
}

export function presentInteraction({ sid, conversationSid, url, task }: InteractionFacts): JsonObject {
  return {
    sid,
    channel: interactionChannel(conversationSid, String(task.attributes)),
    routing: { properties: task, reservation: null },
    url,
    links: {},
  };
}

/** An existing conversation, as an interaction is made of it (Interactions resource, contact initiated by API). */
export function interactionChannel(conversationSid: string, attributes: string): JsonObject {
  const { channelType } = JSON.parse(attributes) as JsonObject;
  return {
    type: typeof channelType === 'string' ? channelType : 'web',
    initiated_by: 'api',
    properties: { media_channel_sid: conversationSid },
  };
}

/** The one workspace of an account. */
export function workspaceOf(accountSid: string): string {
  return sidOfAccount('WS', accountSid);
}

function sidOfAccount(prefix: string, accountSid: string): string {
  return `${prefix}${accountSid.slice(2)}`;
}
