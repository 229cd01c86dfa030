/** The port of the task inbox on this machine: what people and programs that take tasks see. */
import type { JsonObject } from '../engine/json.ts';

/** `assigned` is what an accepted task shows. Source: TaskRouter, Task resource, `assignment_status`. */
export const taskStatuses = ['pending', 'reserved', 'assigned', 'completed', 'canceled'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

/** What can be done with a task: `reserved` offers it to a worker, `rejected` puts it back to the others. */
export type TaskAction = 'reserved' | 'accepted' | 'rejected' | 'completed' | 'canceled';

export interface InboxTask {
  /** Higher goes first. */
  readonly priority: number;
  /** Counts up; the older goes first. */
  readonly number: number;
  /** Who has it. */
  readonly worker: string | null;
  /** The task as TaskRouter shows it. */
  readonly resource: JsonObject;
}

/** A place in the order of the inbox: between tasks, or on one that is gone. */
export type TaskPlace = Pick<InboxTask, 'priority' | 'number'>;

export interface TaskQuery {
  readonly status?: TaskStatus;
  readonly limit: number;
  /** Only what comes after, or the nearest that come before, this place. */
  readonly after?: TaskPlace;
  readonly before?: TaskPlace;
}

export interface TaskChange {
  readonly action: TaskAction;
  readonly worker?: string;
  readonly reason?: string;
}

export type ChangedTask =
  | { readonly ok: true; readonly task: InboxTask }
  /** `message` says why the task as it is cannot be changed so. */
  | { readonly ok: false; readonly message: string };

export interface TaskInbox {
  /** Highest priority first, then the oldest. */
  list(accountSid: string, query: TaskQuery): { readonly rows: readonly InboxTask[]; readonly hasMore: boolean };
  find(accountSid: string, sid: string): InboxTask | undefined;
  /** Undefined: there is no such task. */
  change(accountSid: string, sid: string, change: TaskChange): ChangedTask | undefined;
}
