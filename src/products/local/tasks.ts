import { CarrierUnreachable } from '../../carriers/carrier.ts';
import type { TaskRequest } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { InboxTask, TaskInbox, TaskPlace, TaskQuery, TaskStatus } from '../inbox.ts';
import type { Product, ProductCall, TaskCall } from '../products.ts';
import { presentInteraction, presentTask } from '../task-shape.ts';
import type { ProductDatabase } from './database.ts';
import type { LocalOptions } from './ports.ts';
import { requestLog } from './requests.ts';
import { changeOf } from './task-changes.ts';

/** What TaskRouter says of a task that nobody took in time. */
const expiredReason = 'Task TTL Exceeded';

interface TaskRow {
  readonly number: number;
  readonly sid: string;
  readonly account_sid: string;
  readonly status: TaskStatus;
  readonly priority: number;
  readonly attributes: string;
  readonly workflow: string;
  readonly channel: string;
  readonly worker: string | null;
  readonly reason: string | null;
  readonly timeout_seconds: number;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** Makes tasks and interactions, and is the inbox that they lie in. */
export function localTasks(database: ProductDatabase, options: LocalOptions): Product<TaskCall> & TaskInbox {
  const { clock, ids } = options;
  const requests = requestLog(database);
  const insert = database.prepare(`
    INSERT INTO tasks (sid, account_sid, status, priority, attributes, workflow, channel, timeout_seconds,
      created_at_ms, updated_at_ms, expires_at_ms)
    VALUES (?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?)`);
  const find = database.prepare<TaskRow>('SELECT * FROM tasks WHERE account_sid = ? AND sid = ?');
  const update = database.prepare(
    'UPDATE tasks SET status = ?, worker = ?, reason = ?, updated_at_ms = ? WHERE account_sid = ? AND sid = ?',
  );
  const findExpired = database.prepare<{ found: number }>(
    `SELECT 1 AS found FROM tasks WHERE status IN ('pending', 'reserved') AND expires_at_ms <= ? LIMIT 1`,
  );
  const expire = database.prepare(`
    UPDATE tasks SET status = 'canceled', worker = NULL, reason = ?, updated_at_ms = expires_at_ms
    WHERE status IN ('pending', 'reserved') AND expires_at_ms <= ?`);

  // Nothing happens when a task expires but that it shows so: looking is early enough.
  const letExpire = () => {
    const nowMs = clock.now();
    if (findExpired.get(nowMs)) expire.run(expiredReason, nowMs);
  };

  const present = (row: TaskRow): InboxTask => ({
    number: row.number,
    priority: row.priority,
    worker: row.worker,
    resource: presentTask({
      sid: row.sid,
      accountSid: row.account_sid,
      assignmentStatus: row.status,
      attributes: row.attributes,
      priority: row.priority,
      reason: row.reason,
      timeoutSeconds: row.timeout_seconds,
      workflow: row.workflow,
      channel: row.channel,
      createdAtMs: row.created_at_ms,
      updatedAtMs: row.updated_at_ms,
      nowMs: clock.now(),
      url: `${options.baseUrl()}/local/tasks/${row.sid}`,
    }),
  });

  const add = (accountSid: string, task: TaskRequest): JsonObject => {
    const sid = ids.sid('WT');
    const nowMs = clock.now();
    const { attributes, workflow, channel, priority, timeoutSeconds } = task;
    const expiresAtMs = nowMs + timeoutSeconds * 1000;
    insert.run(
      ...[sid, accountSid, priority, attributes, workflow, channel, timeoutSeconds],
      ...[nowMs, nowMs, expiresAtMs],
    );
    const row = find.get(accountSid, sid);
    if (!row) throw new Error(`the task ${sid} was written and is not there`);
    return present(row).resource;
  };

  const make = ({ accountSid, request }: ProductCall<TaskCall>): JsonObject => {
    if (request.type === 'task.create') return add(accountSid, request.task);
    const sid = ids.sid('KD');
    const { conversationSid } = request.interaction;
    // As in Flex, what takes the task finds the conversation by its attributes.
    const own = JSON.parse(request.interaction.attributes) as JsonObject;
    const attributes = JSON.stringify({ ...own, conversationSid, flexInteractionSid: sid });
    const task = add(accountSid, { ...request.interaction, attributes });
    return presentInteraction({ sid, conversationSid, url: String(task.url), task });
  };

  return {
    async perform(call) {
      try {
        return { ok: true, resource: requests.once(call.key, clock.now(), () => make(call)) };
      } catch (cause) {
        throw new CarrierUnreachable('the task inbox of this machine cannot be written', { isUnsent: true, cause });
      }
    },

    async findDone({ key }) {
      const resource = requests.find(key);
      return resource && { ok: true, resource };
    },

    list(accountSid, query) {
      letExpire();
      const { sql, values } = listing(accountSid, query);
      const rows = database.prepare<TaskRow>(sql).all(...values);
      const shown = rows.slice(0, query.limit).map(present);
      return { rows: query.before ? shown.toReversed() : shown, hasMore: rows.length > query.limit };
    },

    find(accountSid, sid) {
      letExpire();
      const row = find.get(accountSid, sid);
      return row && present(row);
    },

    change: (accountSid, sid, change) =>
      database.transaction(() => {
        letExpire();
        const row = find.get(accountSid, sid);
        if (!row) return undefined;
        const changed = changeOf(row, change);
        if ('refused' in changed) return { ok: false, message: changed.refused };
        const { status, worker, reason } = changed;
        update.run(status, worker, reason, clock.now(), accountSid, sid);
        return { ok: true, task: present({ ...row, status, worker, reason, updated_at_ms: clock.now() }) };
      }),
  };
}

/** One row more than asked for tells whether there are more. */
function listing(accountSid: string, { status, limit, after, before }: TaskQuery) {
  const conditions = ['account_sid = ?'];
  const values: (string | number)[] = [accountSid];
  const add = (condition: string, ...more: (string | number)[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  const beyond = (place: TaskPlace, lower: string, higher: string) =>
    add(`(priority ${lower} ? OR (priority = ? AND number ${higher} ?))`, place.priority, place.priority, place.number);
  if (status !== undefined) add('status = ?', status);
  if (after !== undefined) beyond(after, '<', '>');
  if (before !== undefined) beyond(before, '>', '<');
  const order = before === undefined ? 'priority DESC, number' : 'priority, number DESC';
  const sql = `SELECT * FROM tasks WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  return { sql, values: [...values, limit + 1] };
}
