/** What the server is set to, and how its event sinks do: for the main account. */
import { askJson, isRecord } from './client.ts';
import { resource } from './record.ts';

export interface SetValue {
  readonly name: string;
  /** As text: `10`, `on`, `192.168.0.0/16`. Empty: nothing is set. */
  readonly value: string;
  readonly usual: string;
  readonly variable: string;
}

export interface SetCarrier {
  readonly name: string;
  readonly type: string;
  readonly isDefault: boolean;
  /** Undefined value: it is set, and kept secret. */
  readonly given: readonly { readonly name: string; readonly value: string | undefined }[];
}

export interface Setup {
  readonly file: string | undefined;
  readonly values: readonly SetValue[];
  readonly carriers: readonly SetCarrier[];
  readonly functions: {
    readonly folder: string | undefined;
    readonly paths: readonly string[];
    readonly mappings: readonly { readonly from: string; readonly to: string }[];
  };
}

export interface EventSink {
  readonly name: string;
  readonly type: string;
  readonly behind: number;
  readonly deliveredMs: number | undefined;
  readonly failedAttempts: number;
  readonly error: string | undefined;
  readonly nextAttemptMs: number | undefined;
}

export async function getSetup(signal?: AbortSignal): Promise<Setup> {
  const setup = resource(await askJson('/console/api/setup', signal === undefined ? {} : { signal }), 'setup');
  const functions = setup.part('functions', 'functions');
  return {
    file: setup.maybe('file'),
    values: setup.list('values', 'value').map((value) => ({
      name: value.text('name'),
      value: asText(value.value('value')),
      usual: asText(value.value('usual')),
      variable: value.text('variable'),
    })),
    carriers: setup.list('carriers', 'carrier').map((carrier) => {
      const given = carrier.value('given');
      return {
        name: carrier.text('name'),
        type: carrier.text('type'),
        isDefault: carrier.value('default') === true,
        given: Object.entries(isRecord(given) ? given : {}).map(([name, value]) => ({
          name,
          value: value === null ? undefined : asText(value),
        })),
      };
    }),
    functions: {
      folder: functions.maybe('folder'),
      paths: textsOf(functions.value('paths')),
      mappings: functions
        .list('mappings', 'mapping')
        .map((mapping) => ({ from: mapping.text('from'), to: mapping.text('to') })),
    },
  };
}

export async function listSinks(signal?: AbortSignal): Promise<readonly EventSink[]> {
  const answer = resource(await askJson('/streams', signal === undefined ? {} : { signal }), 'list of sinks');
  return answer.list('sinks', 'sink').map((sink) => ({
    name: sink.text('name'),
    type: sink.text('type'),
    behind: sink.number('events_behind'),
    deliveredMs: sink.time('last_delivered_at'),
    failedAttempts: sink.number('failed_attempts'),
    error: sink.maybe('last_error'),
    nextAttemptMs: sink.time('next_attempt_at'),
  }));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
