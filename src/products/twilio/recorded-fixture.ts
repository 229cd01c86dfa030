/**
 * A local HTTP server that answers as TaskRouter, the Interactions API and Sync do. The bodies have the fields of
 * recorded ones (public test suites of TaskRouter clients; the example of the Interactions API page; Sync, Document resource).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { serve } from '../../../test/local-server.ts';
import type { JsonObject } from '../../engine/json.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: { readonly [name: string]: string };
  readonly form: { readonly [name: string]: string };
}

export interface RecordedTwilio {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly workspace: string;
  readonly requests: readonly RecordedRequest[];
  /** Tasks that were made, oldest first. */
  readonly tasks: JsonObject[];
  /** Lists leave out the attributes of tasks, as the documentation has it. */
  listsAttributes: boolean;
  /** The next request is answered so and does nothing. */
  refuse(answer: {
    readonly status: number;
    readonly body?: JsonObject;
    readonly headers?: Record<string, string>;
  }): void;
  /** The next request is carried out and its connection cut. */
  cut(): void;
}

type Answer = { readonly status: number; readonly body: JsonObject; readonly headers?: Record<string, string> };

const notFound: Answer = {
  status: 404,
  body: { code: 20404, message: 'The requested resource was not found', status: 404 },
};

export async function recordTwilio(t: TestContext): Promise<RecordedTwilio> {
  const state = new State();
  state.url = await serve(t, (request, response) => state.answer(request, response));
  return state;
}

class State implements RecordedTwilio {
  url = '';
  readonly user = `AC${'a'.repeat(32)}`;
  readonly password = 'b'.repeat(32);
  readonly workspace = `WS${'c'.repeat(32)}`;
  readonly requests: RecordedRequest[] = [];
  readonly tasks: JsonObject[] = [];
  listsAttributes = true;
  readonly #interactions = new Map<string, JsonObject>();
  readonly #documents = new Map<string, JsonObject>();
  #next: Answer | 'cut' | undefined;
  #made = 0;

  refuse({ status, body = {}, headers }: Parameters<RecordedTwilio['refuse']>[0]): void {
    this.#next = { status, body, ...(headers ? { headers } : {}) };
  }

  cut(): void {
    this.#next = 'cut';
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    const recorded = {
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      form: Object.fromEntries(new URLSearchParams(text)),
    };
    this.requests.push(recorded);
    const next = this.#next;
    this.#next = undefined;
    const credentials = Buffer.from(`${this.user}:${this.password}`).toString('base64');
    const isKnown = request.headers.authorization === `Basic ${credentials}`;
    const refused = isKnown ? undefined : { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } };
    const answer: Answer = refused ?? (next === 'cut' ? undefined : next) ?? this.#route(recorded) ?? notFound;
    const { status, body, headers = {} } = answer;
    if (next === 'cut') {
      response.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }

  #route({ method, path, query, form }: RecordedRequest): Answer | undefined {
    const [, version, collection, owner, kind, name] = path.split('/').map(decodeURIComponent);
    if (version !== 'v1') return undefined;
    if (collection === 'Workspaces' && owner === this.workspace && kind === 'Tasks') {
      if (method === 'POST') return { status: 201, body: this.#addTask(form) };
      return name === undefined ? this.#listTasks(query) : found(this.tasks.find(({ sid }) => sid === name));
    }
    if (collection === 'Interactions') {
      return method === 'POST'
        ? { status: 201, body: this.#addInteraction(form) }
        : found(this.#interactions.get(owner ?? ''));
    }
    if (collection === 'Services' && kind === 'Documents') return this.#document(method, owner ?? '', name, form);
    return undefined;
  }

  #sid(prefix: string): string {
    return `${prefix}${(++this.#made).toString(16).padStart(32, '0')}`;
  }

  #addTask(form: RecordedRequest['form']): JsonObject {
    const sid = this.#sid('WT');
    const base = `${this.url}/v1/Workspaces/${this.workspace}`;
    const [queue, workflow] = [`WQ${'d'.repeat(32)}`, form.WorkflowSid ?? ''];
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    const task = {
      workspace_sid: this.workspace,
      assignment_status: 'pending',
      date_updated: now,
      task_queue_entered_date: now,
      age: 0,
      sid,
      account_sid: this.user,
      priority: Number(form.Priority ?? 0),
      url: `${base}/Tasks/${sid}`,
      reason: null,
      task_queue_sid: queue,
      workflow_friendly_name: 'Assign to Anyone',
      timeout: Number(form.Timeout ?? 86_400),
      attributes: form.Attributes ?? '{}',
      date_created: now,
      task_channel_sid: form.TaskChannel ?? `TC${'e'.repeat(32)}`,
      addons: '{}',
      task_channel_unique_name: 'chat',
      workflow_sid: workflow,
      task_queue_friendly_name: 'Everyone',
      links: {
        reservations: `${base}/Tasks/${sid}/Reservations`,
        task_queue: `${base}/TaskQueues/${queue}`,
        workflow: `${base}/Workflows/${workflow}`,
        workspace: base,
      },
    };
    this.tasks.push(task);
    return task;
  }

  #listTasks({ WorkflowSid: workflow, EvaluateTaskAttributes: expression }: RecordedRequest['query']): Answer {
    const wanted = /^conversationSid == "(.*)"$/.exec(expression ?? '')?.[1];
    const tasks = this.tasks
      .filter((task) => workflow === undefined || task.workflow_sid === workflow)
      .filter((task) => wanted === undefined || JSON.parse(String(task.attributes)).conversationSid === wanted)
      .map((task) => ({ ...task, attributes: this.listsAttributes ? (task.attributes ?? null) : null }))
      .toReversed();
    return { status: 200, body: { meta: { page: 0, page_size: 100, key: 'tasks', next_page_url: null }, tasks } };
  }

  #addInteraction(form: RecordedRequest['form']): JsonObject {
    const sid = this.#sid('KD');
    const { properties } = JSON.parse(form.Routing ?? '{}') as { properties: JsonObject };
    const channel = JSON.parse(form.Channel ?? '{}') as { properties: JsonObject };
    const attributes = {
      ...(properties.attributes as JsonObject),
      conversationSid: channel.properties.media_channel_sid,
      flexInteractionSid: sid,
    };
    const task = this.#addTask({
      WorkflowSid: String(properties.workflow_sid),
      Attributes: JSON.stringify(attributes),
      Priority: String(properties.priority),
      Timeout: String(properties.timeout),
    });
    const url = `${this.url}/v1/Interactions/${sid}`;
    const interaction = {
      sid,
      channel: { ...channel, sid: this.#sid('UO') },
      routing: { properties: task, reservation: null },
      url,
      links: { channels: `${url}/Channels` },
    };
    this.#interactions.set(sid, interaction);
    return interaction;
  }

  #document(method: string, service: string, name: string | undefined, form: RecordedRequest['form']): Answer {
    const uniqueName = name ?? form.UniqueName ?? '';
    const key = `${service}/${uniqueName}`;
    const before = this.#documents.get(key);
    if (method === 'GET') return found(before);
    if (name !== undefined && !before) return notFound;
    if (name === undefined && before) {
      return { status: 409, body: { code: 54301, message: 'Unique name already exists', status: 409 } };
    }
    const sid = before?.sid ?? this.#sid('ET');
    const document = {
      sid,
      unique_name: uniqueName,
      account_sid: this.user,
      service_sid: service,
      url: `${this.url}/v1/Services/${service}/Documents/${sid}`,
      links: { permissions: `${this.url}/v1/Services/${service}/Documents/${sid}/Permissions` },
      revision: before ? (Number.parseInt(String(before.revision), 16) + 1).toString(16) : '0',
      data: JSON.parse(form.Data ?? 'null'),
      date_expires: null,
      date_created: '2018-09-19T03:30:24Z',
      date_updated: '2018-09-19T03:30:24Z',
      created_by: 'system',
    };
    this.#documents.set(key, document);
    return { status: before ? 200 : 201, body: document };
  }
}

function found(body: JsonObject | undefined): Answer {
  return body ? { status: 200, body } : notFound;
}
