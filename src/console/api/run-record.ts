/** What took an execution on, and by which limits and settings it ran: enough to run it again. */
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import type { ExecutionEvent, TriggerEvent } from '../../engine/events.ts';
import type { ExecutionKind } from '../../engine/execution.ts';
import { type Limits, studioDefaults } from '../../engine/limits.ts';
import { type Settings, studioSettings } from '../../engine/settings.ts';
import { askJson, isRecord } from './client.ts';
import { type Resource, resource } from './record.ts';

export interface Exchange {
  readonly request: HttpRequest;
  readonly attempts: number;
  /** When the last attempt began. */
  readonly begunAtMs: number | undefined;
}

export interface RunEvent {
  readonly atMs: number;
  readonly event: ExecutionEvent;
  readonly exchange: Exchange | undefined;
  /** Of a run that somebody ended. */
  readonly stop:
    | { readonly bySid: string; readonly through: 'api' | 'console'; readonly reason: string | undefined }
    | undefined;
}

export interface RunRecord {
  readonly kind: ExecutionKind;
  readonly isTestUser: boolean;
  readonly triggerEvent: TriggerEvent;
  readonly settings: Settings;
  readonly limits: Limits;
  /** Oldest first. */
  readonly events: readonly RunEvent[];
}

const kinds: readonly ExecutionKind[] = ['pair', 'call', 'conversation'];
const triggers: readonly TriggerEvent[] = [
  'incomingMessage',
  'incomingCall',
  'incomingConversationMessage',
  'incomingRequest',
  'incomingParent',
];

export async function getRunRecord(sid: string, signal?: AbortSignal): Promise<RunRecord> {
  const path = `/console/api/executions/${encodeURIComponent(sid)}/record`;
  const record = resource(await askJson(path, signal ? { signal } : {}), 'record of an execution');
  const [settings, limits] = [record.value('settings'), record.value('limits')];
  return {
    kind: kinds.find((kind) => kind === record.value('kind')) ?? 'pair',
    isTestUser: record.value('test_user') === true,
    triggerEvent: triggers.find((event) => event === record.value('trigger_event')) ?? 'incomingMessage',
    // A server of another version may know others: then Studio's own are nearest.
    settings: hasFormOf(settings, studioSettings) ? settings : studioSettings,
    limits: hasFormOf(limits, studioDefaults) ? limits : studioDefaults,
    events: record.list('events', 'event').flatMap(presentEvent),
  };
}

/** The last exchange of a step, with its answer. */
export function exchangeOf(
  record: RunRecord | undefined,
  stepSid: string,
): (Exchange & { readonly result: HttpResult; readonly atMs: number }) | undefined {
  for (const { event, exchange, atMs } of record?.events.toReversed() ?? []) {
    if (event.type !== 'effectResult' || exchange === undefined || !event.key.startsWith(`${stepSid}.`)) continue;
    const { outcome } = event;
    if (outcome.type === 'http.request' || outcome.type === 'function.run') {
      return { ...exchange, result: outcome.result, atMs };
    }
  }
  return undefined;
}

function presentEvent(event: Resource): RunEvent[] {
  const [known, exchange, stopped] = [event.value('event'), event.value('exchange'), event.value('stopped')];
  if (!isEvent(known)) return [];
  return [
    {
      atMs: event.number('at_ms'),
      event: known,
      exchange: isRecord(exchange) ? presentExchange(exchange) : undefined,
      stop: isRecord(stopped) ? presentStop(resource(stopped, 'stop')) : undefined,
    },
  ];
}

function presentExchange({ request, attempts, begun_ms: begun }: { readonly [key: string]: unknown }) {
  if (!isRequest(request)) return undefined;
  return { request, attempts: Number(attempts), begunAtMs: typeof begun === 'number' ? begun : undefined };
}

function presentStop(stop: Resource): NonNullable<RunEvent['stop']> {
  const through = stop.text('through') === 'console' ? 'console' : 'api';
  return { bySid: stop.text('by_sid'), through, reason: stop.maybe('reason') };
}

/** The server writes what its engine was given: the kind of event says the rest. */
function isEvent(value: unknown): value is ExecutionEvent {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case 'effectResult':
      return typeof value.key === 'string' && isRecord(value.outcome) && isRecord(value.outcome.result);
    case 'incomingMessage':
      return isRecord(value.params);
    case 'messageStatus':
      return typeof value.messageSid === 'string' && isRecord(value.params);
    case 'callStatus':
      return typeof value.callSid === 'string' && isRecord(value.params);
    case 'flowEvent':
      return typeof value.name === 'string' && isRecord(value.params);
    case 'deadline':
      return true;
    case 'stop':
      return value.reason === 'STOPPED' || value.reason === 'EXPIRED';
    default:
      return false;
  }
}

function isRequest(value: unknown): value is HttpRequest {
  return isRecord(value) && typeof value.url === 'string' && (value.method === 'GET' || value.method === 'POST');
}

/** True for an object that has all that `sample` has, each of the same type. */
function hasFormOf<T extends object>(value: unknown, sample: T): value is T {
  return (
    isRecord(value) &&
    Object.entries(sample).every(([key, each]) =>
      isRecord(each) ? hasFormOf(value[key], each) : typeof value[key] === typeof each,
    )
  );
}
