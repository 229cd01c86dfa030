import type { TaskAction, TaskChange, TaskStatus } from '../inbox.ts';

interface TaskState {
  readonly status: TaskStatus;
  readonly worker: string | null;
  readonly reason: string | null;
}

/** What each action makes of a task; absent: it cannot be done in that state. */
const next: { readonly [S in TaskStatus]: { readonly [A in TaskAction]?: TaskStatus } } = {
  pending: { reserved: 'reserved', accepted: 'assigned', canceled: 'canceled' },
  reserved: { accepted: 'assigned', rejected: 'pending', canceled: 'canceled' },
  assigned: { completed: 'completed', rejected: 'pending', canceled: 'canceled' },
  completed: {},
  canceled: {},
};

/** The task after the change, or why it cannot be changed so. */
export function changeOf(
  task: TaskState,
  { action, worker, reason }: TaskChange,
): TaskState | { readonly refused: string } {
  const status = next[task.status][action];
  if (status === undefined) return { refused: `${described(task)} and cannot be ${action}` };
  const isOthers = worker !== undefined && task.worker !== null && worker !== task.worker;
  if (isOthers && action !== 'canceled') return { refused: `${described(task)}: it is not for ${worker}` };
  const keepsWorker = status === 'reserved' || status === 'assigned' || status === 'completed';
  return {
    status,
    worker: keepsWorker ? (worker ?? task.worker) : null,
    reason: reason ?? (status === 'pending' ? null : task.reason),
  };
}

function described({ status, worker }: TaskState): string {
  return `The task is ${status}${worker === null || status === 'completed' ? '' : ` to ${worker}`}`;
}
