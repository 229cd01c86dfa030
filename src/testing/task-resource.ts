/** What a task service shows of what was made, in a play. */
import type { TaskRequest } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import type { TaskCall } from '../products/products.ts';
import { presentInteraction, presentTask, workspaceOf } from '../products/task-shape.ts';
import type { ProductFacts } from './product-resource.ts';

export function taskResource(request: TaskCall, facts: ProductFacts): JsonObject {
  if (request.type === 'task.create') return taskOf(request.task, facts);
  const sid = facts.newSid('KD');
  const { interaction } = request;
  return presentInteraction({
    sid,
    conversationSid: interaction.conversationSid,
    url: `https://flex-api.example.com/v1/Interactions/${sid}`,
    task: taskOf(interaction, facts),
  });
}

function taskOf(task: TaskRequest, { newSid, accountSid, nowMs }: ProductFacts): JsonObject {
  const sid = newSid('WT');
  return presentTask({
    sid,
    accountSid,
    assignmentStatus: 'pending',
    attributes: task.attributes,
    priority: task.priority,
    reason: null,
    timeoutSeconds: task.timeoutSeconds,
    workflow: task.workflow,
    channel: task.channel,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    nowMs,
    url: `https://taskrouter.example.com/v1/Workspaces/${workspaceOf(accountSid)}/Tasks/${sid}`,
  });
}
