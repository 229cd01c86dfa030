/** The task inbox on this machine. */
import { askAll, askJson } from './client.ts';
import { resource } from './record.ts';

export const taskStatuses = ['pending', 'reserved', 'assigned', 'completed', 'canceled'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

export interface Task {
  readonly sid: string;
  /** One of `TaskStatus`. */
  readonly status: string;
  /** JSON, as the flow gave it. */
  readonly attributes: string;
  readonly priority: number;
  readonly workflow: string;
  readonly worker: string | undefined;
  readonly reason: string | undefined;
  readonly createdMs: number;
}

export type TaskAction = 'accepted' | 'rejected' | 'completed' | 'canceled';

/** What waits and what is worked on; or what is over, the latest page of it. */
export async function listTasks(status: TaskStatus, signal?: AbortSignal): Promise<readonly Task[]> {
  const rows = await askAll(`/local/tasks?AssignmentStatus=${status}&PageSize=200`, 'tasks', signal);
  return rows.map(present);
}

export async function changeTask(sid: string, action: TaskAction, worker: string, reason?: string): Promise<Task> {
  const form = { AssignmentStatus: action, Worker: worker, Reason: reason };
  return present(await askJson(`/local/tasks/${sid}`, { form }));
}

function present(value: unknown): Task {
  const task = resource(value, 'task');
  return {
    sid: task.text('sid'),
    status: task.text('assignment_status'),
    attributes: task.text('attributes'),
    priority: task.number('priority'),
    workflow: task.text('workflow_friendly_name'),
    worker: task.maybe('worker_name'),
    reason: task.maybe('reason'),
    createdMs: task.time('date_created') ?? 0,
  };
}
