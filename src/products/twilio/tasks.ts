/** Tasks of TaskRouter and interactions of Flex. Source: TaskRouter, Task resource; Flex, Interactions API. */
import { isDeepStrictEqual } from 'node:util';
import type { RestAnswer } from '../../carriers/rest-answer.ts';
import { resourceResult, type TwilioAccount, TwilioRest } from '../../carriers/twilio-rest.ts';
import type { InteractionRequest, ResourceResult, TaskRequest } from '../../engine/effects.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import type { Product, ProductCall, TaskCall } from '../products.ts';
import { interactionChannel } from '../task-shape.ts';

export interface TwilioTaskOptions extends TwilioAccount {
  /** `WS…` */
  readonly workspace: string;
  /** Base addresses, without a slash at the end. */
  readonly taskRouterUrl?: string;
  readonly flexUrl?: string;
}

/** Dates have whole seconds, and clocks differ a little after their difference is taken out. */
const slackMs = 5_000;
/** Tasks looked at when nobody knows whether one was made: the latest of its workflow. */
const lookedAt = 100;

export function twilioTasks(options: TwilioTaskOptions): Product<TaskCall> {
  const client = new TwilioRest(options);
  const { taskRouterUrl = 'https://taskrouter.twilio.com/v1', flexUrl = 'https://flex-api.twilio.com/v1' } = options;
  const tasksUrl = `${taskRouterUrl}/Workspaces/${encodeURIComponent(options.workspace)}/Tasks`;

  const findTask = async ({ request, isClaimed }: ProductCall<TaskCall>, sinceMs: number) => {
    if (request.type !== 'task.create') return undefined;
    const { task } = request;
    const answer = await latest(client, tasksUrl, { WorkflowSid: task.workflow });
    const fromMs = sinceMs - slackMs + skew(answer, options.clock.now());
    let found: JsonObject | undefined;
    // The oldest that could be it is it: later ones are those of later requests.
    for (const listed of rowsOf(answer)) {
      if (createdAt(listed) < fromMs || Number(listed.priority) !== task.priority) continue;
      // Lists need not show attributes (Task resource, note on `attributes`).
      const shown = typeof listed.attributes === 'string' ? listed : await fetched(client, `${tasksUrl}/${listed.sid}`);
      if (!isDeepStrictEqual(parsed(shown?.attributes), parsed(task.attributes))) continue;
      if (await isClaimed?.(String(listed.sid))) continue;
      found = shown;
    }
    return found;
  };

  /** A conversation is handed over once at a time: its task names both it and the interaction. */
  const findInteraction = async ({ request }: ProductCall<TaskCall>, sinceMs: number) => {
    if (request.type !== 'interaction.create') return undefined;
    const { conversationSid } = request.interaction;
    const expression = `conversationSid == ${JSON.stringify(conversationSid)}`;
    const answer = await latest(client, tasksUrl, { EvaluateTaskAttributes: expression });
    const fromMs = sinceMs - slackMs + skew(answer, options.clock.now());
    for (const listed of rowsOf(answer)) {
      if (createdAt(listed) < fromMs) continue;
      const shown = typeof listed.attributes === 'string' ? listed : await fetched(client, `${tasksUrl}/${listed.sid}`);
      const sid = (parsed(shown?.attributes) as JsonObject | undefined)?.flexInteractionSid;
      if (typeof sid === 'string') return fetched(client, `${flexUrl}/Interactions/${encodeURIComponent(sid)}`);
    }
    return undefined;
  };

  return {
    actsLate: true,
    async perform({ request }): Promise<ResourceResult> {
      if (request.type === 'task.create') return resourceResult(await client.post(tasksUrl, taskForm(request.task)));
      const form = interactionForm(request.interaction, options.workspace);
      return resourceResult(await client.post(`${flexUrl}/Interactions`, form));
    },

    async findDone(call, sinceMs) {
      const resource = (await findTask(call, sinceMs)) ?? (await findInteraction(call, sinceMs));
      return resource && { ok: true, resource };
    },
  };
}

function taskForm({ workflow, channel, attributes, priority, timeoutSeconds }: TaskRequest) {
  return [
    ['WorkflowSid', workflow],
    ...(channel === '' ? [] : [['TaskChannel', channel] as const]),
    ['Attributes', attributes],
    ['Priority', String(priority)],
    ['Timeout', String(timeoutSeconds)],
  ] as const;
}

function interactionForm(interaction: InteractionRequest, workspace: string) {
  const { workflow, channel, attributes, priority, timeoutSeconds, conversationSid } = interaction;
  const properties = {
    workspace_sid: workspace,
    workflow_sid: workflow,
    ...(channel.startsWith('TC') ? { task_channel_sid: channel } : { task_channel_unique_name: channel }),
    priority,
    timeout: timeoutSeconds,
    attributes: parsed(attributes) ?? {},
  };
  return [
    ['Channel', JSON.stringify(interactionChannel(conversationSid, attributes))],
    ['Routing', JSON.stringify({ properties })],
  ] as const;
}

function latest(client: TwilioRest, tasksUrl: string, filter: Record<string, string>): Promise<RestAnswer> {
  const query = new URLSearchParams({ ...filter, Ordering: 'DateCreated:desc', PageSize: String(lookedAt) });
  return client.get(`${tasksUrl}?${query}`);
}

async function fetched(client: TwilioRest, url: string): Promise<JsonObject | undefined> {
  const { status, body } = await client.get(url);
  return status < 300 ? body : undefined;
}

function rowsOf({ body }: RestAnswer): readonly JsonObject[] {
  const { tasks } = body;
  return Array.isArray(tasks)
    ? tasks.filter((row: Json): row is JsonObject => row !== null && typeof row === 'object')
    : [];
}

function createdAt({ date_created: date }: JsonObject): number {
  const ms = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  // One without a date may be it: it is not passed over.
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms;
}

/** How far Twilio's clock is ahead of ours. */
function skew({ headers }: RestAnswer, nowMs: number): number {
  const theirs = Date.parse(headers.date ?? '');
  return Number.isNaN(theirs) ? 0 : theirs - nowMs;
}

function parsed(text: Json | undefined): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
