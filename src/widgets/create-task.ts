/** Create Task: a legacy type of which only the name is published; it creates a TaskRouter task. */
import { defineLegacyWidget } from './legacy.ts';
import { taskAttributes, taskPriority, taskTimeout } from './task-fields.ts';

/** Spellings of the properties that count, the likeliest first (inferred: nobody published them). */
const spellings = {
  workflow: ['workflow', 'workflow_sid', 'workflowSid'],
  channel: ['channel', 'channel_sid', 'task_channel', 'task_channel_sid', 'taskChannel', 'taskChannelSid'],
  attributes: ['attributes', 'task_attributes', 'taskAttributes'],
  priority: ['priority', 'task_priority'],
  timeout: ['timeout', 'task_timeout'],
} as const;

export const createTask = defineLegacyWidget({
  type: 'create-task',
  title: 'Create Task',
  summary: 'Legacy: creates a TaskRouter task. Its properties were never published; likely spellings are read.',
  example: { workflow: 'WW00000000000000000000000000000000', attributes: '{"name":"{{contact.channel.address}}"}' },
  refusalCode: 81015,
  request({ read }, { limits }) {
    const workflow = read(spellings.workflow);
    if (workflow === '') return { missing: 'workflow' };
    const attributes = taskAttributes(read(spellings.attributes), limits.taskAttributesCharacters);
    if ('fault' in attributes) return attributes;
    return {
      type: 'task.create',
      task: {
        workflow,
        channel: read(spellings.channel),
        attributes: attributes.text,
        priority: taskPriority(read(spellings.priority)),
        timeoutSeconds: taskTimeout(read(spellings.timeout)),
      },
    };
  },
});
