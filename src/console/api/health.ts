/** How the server is doing, by an endpoint of the console; and the failed messages, which can be sent again. */
import { ask, askJson } from './client.ts';
import { type Resource, resource } from './record.ts';

export interface Health {
  readonly isWell: boolean;
  readonly checkedMs: number;
  readonly version: string;
  readonly isReady: boolean;
  /** Of the latest commits; undefined before there was one. */
  readonly commitMs: { readonly p50: number; readonly p99: number } | undefined;
  readonly dueInAnHour: number;
  readonly lateDeadlines: number;
  readonly effects: readonly EffectHealth[];
  readonly failed: readonly FailedMessage[];
  /** Of the server itself, which only the main account sees. */
  readonly server: ServerHealth | undefined;
  /** The answer as it came. It holds neither texts nor addresses of contacts. */
  readonly report: string;
}

export interface EffectHealth {
  /** `message.send`, `http.request`, … */
  readonly type: string;
  readonly underWay: number;
  readonly waiting: number;
  readonly failing: number;
  readonly failingSinceMs: number | undefined;
  readonly error: string | undefined;
}

export interface FailedMessage {
  readonly key: string;
  readonly executionSid: string | undefined;
  readonly status: string;
  readonly code: number;
  readonly error: string | undefined;
  readonly createdMs: number;
  readonly isResent: boolean;
}

export interface ServerHealth {
  readonly carriers: readonly { readonly name: string; readonly type: string; readonly isDefault: boolean }[];
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number; readonly dataBytes: number };
  readonly sinks: readonly { readonly name: string; readonly behind: number; readonly error: string | undefined }[];
}

export async function getHealth(signal?: AbortSignal): Promise<Health> {
  const answer = await askJson('/console/api/health', signal === undefined ? {} : { signal });
  const health = resource(answer, 'state of health');
  const store = health.part('store', 'store');
  const deadlines = health.part('deadlines', 'deadlines');
  const measured = store.number('commits_measured') > 0;
  return {
    isWell: health.text('status') === 'ok',
    checkedMs: health.number('checked_ms'),
    version: health.text('version'),
    isReady: store.value('ready') === true,
    commitMs: measured ? { p50: store.number('commit_p50_ms'), p99: store.number('commit_p99_ms') } : undefined,
    dueInAnHour: deadlines.number('due_in_an_hour'),
    lateDeadlines: deadlines.number('late'),
    effects: health.list('effects', 'effect').map((effect) => ({
      type: effect.text('type'),
      underWay: effect.number('under_way'),
      waiting: effect.number('waiting'),
      failing: effect.number('failing'),
      failingSinceMs: effect.number('failing_since_ms') || undefined,
      error: effect.maybe('error_message'),
    })),
    failed: health.list('failed_messages', 'message').map((message) => ({
      key: message.text('key'),
      executionSid: message.maybe('execution_sid'),
      status: message.text('status'),
      code: message.number('error_code'),
      error: message.maybe('error_message'),
      createdMs: message.number('created_ms'),
      isResent: message.maybe('resent_as') !== undefined,
    })),
    server: health.value('server') === null ? undefined : serverOf(health.part('server', 'server')),
    report: JSON.stringify(answer, null, 2),
  };
}

function serverOf(server: Resource): ServerHealth {
  const disk = server.part('disk', 'disk');
  return {
    carriers: server.list('carriers', 'carrier').map((carrier) => ({
      name: carrier.text('name'),
      type: carrier.text('type'),
      isDefault: carrier.value('default') === true,
    })),
    disk: {
      freeBytes: disk.number('free_bytes'),
      totalBytes: disk.number('total_bytes'),
      dataBytes: disk.number('data_bytes'),
    },
    sinks: server.list('sinks', 'sink').map((sink) => ({
      name: sink.text('name'),
      behind: sink.number('events_behind'),
      error: sink.maybe('last_error'),
    })),
  };
}

/** Sends a message that failed again, once. */
export async function resendMessage(key: string): Promise<void> {
  await ask(`/outbox/messages/${encodeURIComponent(key)}`, { form: { Status: 'queued' } });
}
