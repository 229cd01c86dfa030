/** Samples for templates, and requests of widgets that are carried out once to see their answer. */
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { askJson, isRecord } from './client.ts';
import { resource } from './record.ts';

export interface ExecutionSample {
  readonly sid: string;
  readonly contact: string;
  readonly createdAtMs: number;
  readonly context: JsonObject;
}

/** The latest executions that reached a widget, the newest first. */
export async function listSamples(flowSid: string, widget: string): Promise<readonly ExecutionSample[]> {
  const path = `/console/api/flows/${encodeURIComponent(flowSid)}/samples?${new URLSearchParams({ widget })}`;
  return resource(await askJson(path), 'list of samples')
    .list('samples', 'sample')
    .map((sample) => ({
      sid: sample.text('execution_sid'),
      contact: sample.maybe('contact') ?? '',
      createdAtMs: sample.number('created_ms'),
      context: objectOf(sample.value('context')),
    }));
}

export interface TriedRequest {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly body: string | undefined;
}

export type TriedAnswer =
  | {
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: string;
      readonly bytes: number;
    }
  | { readonly failed: string; readonly message: string };

export type Tried =
  /** Nothing was asked. */
  | { readonly fault: string }
  | {
      readonly request: TriedRequest;
      readonly answer: TriedAnswer;
      readonly durationMs: number;
      /** Event that the widget leaves by. */
      readonly event: string;
      /** What the widget keeps. */
      readonly output: JsonObject;
    };

/** `properties`: rendered. */
export async function tryRequest(type: string, properties: JsonObject, signal: AbortSignal): Promise<Tried> {
  const form = { type, properties: JSON.stringify(properties) };
  const tried = resource(await askJson('/console/api/try', { form, signal }), 'result');
  const fault = tried.maybe('fault');
  if (fault !== undefined) return { fault };
  const request = resource(tried.value('request'), 'request');
  return {
    request: {
      method: request.text('method'),
      url: request.text('url'),
      contentType: request.maybe('content_type'),
      body: request.maybe('body'),
    },
    answer: presentAnswer(tried.value('answer')),
    durationMs: tried.number('duration_ms'),
    event: tried.text('event'),
    output: objectOf(tried.value('output')),
  };
}

function presentAnswer(value: unknown): TriedAnswer {
  const answer = resource(value, 'answer');
  const failed = answer.maybe('failed');
  if (failed !== undefined) return { failed, message: answer.text('message') };
  const headers = answer.value('headers');
  return {
    status: answer.number('status'),
    headers: Object.entries(isRecord(headers) ? headers : {}).map(([name, text]) => [name, String(text)]),
    body: answer.text('body'),
    bytes: answer.number('bytes'),
  };
}

/** Of an answer that was read as JSON. */
function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
