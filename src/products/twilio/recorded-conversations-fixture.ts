/**
 * The Conversations API on this machine, as far as the adapter uses it: for tests. Its answers have the form of the
 * documentation's; it keeps what was made and can be made to fail.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { serve } from '../../../test/local-server.ts';
import type { JsonObject } from '../../engine/json.ts';

export interface RecordedConversations {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly form: [string, string][] }[];
  readonly conversations: readonly RecordedConversation[];
  /** The request after so many more is carried out and its connection cut. */
  cutAfter(requests: number): void;
  /** Participants of a page of lists. */
  pageSize: number;
}

export interface RecordedConversation {
  resource: { [key: string]: unknown; sid: string; state: string; unique_name: string | null };
  readonly participants: Made[];
  readonly webhooks: Made[];
  readonly messages: Made[];
}

type Made = { [key: string]: unknown; sid: string };
type Answer = { readonly status: number; readonly body: object };

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const refused = (status: number, code: number, message: string): Answer => ({
  status,
  body: { code, message, status },
});
const notFound = refused(404, 20404, 'The requested resource was not found');
const closed = refused(400, 50377, "Can't update conversation as it's in final closed state");

export async function recordConversations(t: TestContext): Promise<RecordedConversations> {
  const state = new State();
  state.url = await serve(t, (request, response) => state.answer(request, response));
  return state;
}

class State implements RecordedConversations {
  url = '';
  readonly user = `AC${'a'.repeat(32)}`;
  readonly password = 'b'.repeat(32);
  readonly requests: { method: string; path: string; form: [string, string][] }[] = [];
  readonly conversations: RecordedConversation[] = [];
  pageSize = 100;
  #requestsToCut = Number.POSITIVE_INFINITY;
  #made = 0;

  cutAfter(requests: number): void {
    this.#requestsToCut = requests;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    const form = new URLSearchParams(await text(request));
    this.requests.push({ method, path: url.pathname, form: [...form] });
    const credentials = `Basic ${Buffer.from(`${this.user}:${this.password}`).toString('base64')}`;
    const { status, body } =
      request.headers.authorization === credentials
        ? this.#route(method, url, form)
        : refused(401, 20003, 'Authenticate');
    if (this.#requestsToCut-- === 0) {
      response.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  }

  #route(method: string, url: URL, form: URLSearchParams): Answer {
    const [, version, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const service = rest[0] === 'Services' ? (rest.splice(0, 2)[1] ?? '') : `IS${'0'.repeat(32)}`;
    const [collection, name, kind, sid] = rest;
    if (version !== 'v1' || collection !== 'Conversations') return notFound;
    if (name === undefined) return this.#create(service, form);
    const conversation = this.conversations.find(
      ({ resource }) =>
        resource.chat_service_sid === service && (resource.sid === name || resource.unique_name === name),
    );
    if (!conversation) return notFound;
    if (kind === undefined) return this.#one(method, conversation, form);
    const list = {
      Participants: conversation.participants,
      Webhooks: conversation.webhooks,
      Messages: conversation.messages,
    }[kind];
    if (!list) return notFound;
    if (method === 'GET') return this.#list(url, kind.toLowerCase(), list);
    if (method === 'DELETE') return this.#remove(list, sid);
    if (conversation.resource.state === 'closed') return closed;
    return this.#add(kind, conversation, list, form);
  }

  #sid(prefix: string): string {
    return `${prefix}${(++this.#made).toString(16).padStart(32, '0')}`;
  }

  #create(service: string, form: URLSearchParams): Answer {
    const name = form.get('UniqueName');
    if (name !== null && this.conversations.some(({ resource }) => resource.unique_name === name)) {
      return refused(409, 50353, 'Conversation with provided unique name already exists');
    }
    const hasTimers = form.has('Timers.Inactive') || form.has('Timers.Closed');
    if (hasTimers && !form.has('State')) return refused(400, 50382, "Timer can't be set without state");
    const nowMs = Date.now();
    const minutes = (field: string) => Number(/^PT(\d+)M$/.exec(form.get(field) ?? '')?.[1] ?? 0);
    const timer = (field: string) => iso(Math.floor(nowMs / 1000) * 1000 + minutes(field) * 60_000);
    const sid = this.#sid('CH');
    const url = `${this.url}/v1/Services/${service}/Conversations/${sid}`;
    const resource = {
      sid,
      account_sid: this.user,
      chat_service_sid: service,
      messaging_service_sid: form.get('MessagingServiceSid') ?? `MG${'9'.repeat(32)}`,
      friendly_name: form.get('FriendlyName'),
      unique_name: name,
      attributes: form.get('Attributes') ?? '{}',
      state: 'active',
      timers: {
        ...(form.has('Timers.Inactive') ? { date_inactive: timer('Timers.Inactive') } : {}),
        ...(form.has('Timers.Closed') ? { date_closed: timer('Timers.Closed') } : {}),
      },
      bindings: {},
      date_created: iso(nowMs),
      date_updated: iso(nowMs),
      url,
      links: { participants: `${url}/Participants`, messages: `${url}/Messages`, webhooks: `${url}/Webhooks` },
    };
    this.conversations.push({ resource, participants: [], webhooks: [], messages: [] });
    return { status: 201, body: resource };
  }

  #one(method: string, conversation: RecordedConversation, form: URLSearchParams): Answer {
    const { resource } = conversation;
    if (method === 'DELETE') {
      this.conversations.splice(this.conversations.indexOf(conversation), 1);
      return { status: 204, body: {} };
    }
    if (method === 'POST') {
      if (resource.state === 'closed') return closed;
      conversation.resource = { ...resource, state: form.get('State') ?? resource.state };
    }
    return { status: 200, body: conversation.resource };
  }

  #list(url: URL, key: string, list: readonly Made[]): Answer {
    const rows = url.searchParams.get('Order') === 'desc' ? list.toReversed() : list;
    const size = Math.min(Number(url.searchParams.get('PageSize') ?? 50), this.pageSize);
    const page = Number(url.searchParams.get('Page') ?? 0);
    const next = new URL(url);
    next.searchParams.set('Page', String(page + 1));
    const hasMore = rows.length > (page + 1) * size;
    return {
      status: 200,
      body: {
        meta: { page, page_size: size, key, next_page_url: hasMore ? next.href : null },
        [key]: rows.slice(page * size, (page + 1) * size),
      },
    };
  }

  #remove(list: Made[], sid: string | undefined): Answer {
    const place = list.findIndex((one) => one.sid === sid);
    if (place === -1) return notFound;
    list.splice(place, 1);
    return { status: 204, body: {} };
  }

  #add(kind: string, conversation: RecordedConversation, list: Made[], form: URLSearchParams): Answer {
    const { sid: conversationSid, chat_service_sid } = conversation.resource;
    const at = iso(Date.now());
    const common = { account_sid: this.user, chat_service_sid, conversation_sid: conversationSid, date_created: at };
    const made =
      kind === 'Participants'
        ? this.#participant(conversation, form)
        : kind === 'Webhooks'
          ? webhookOf(form)
          : this.#message(conversation, form);
    if ('status' in made) return made as Answer;
    const prefix = { Participants: 'MB', Webhooks: 'WH', Messages: 'IM' }[kind] ?? 'XX';
    const row = { ...common, date_updated: at, ...made, sid: this.#sid(prefix), url: this.url };
    list.push(row);
    return { status: 201, body: row };
  }

  #participant({ participants }: RecordedConversation, form: URLSearchParams): JsonObject | Answer {
    const identity = form.get('Identity');
    const [address, proxy] = [form.get('MessagingBinding.Address'), form.get('MessagingBinding.ProxyAddress')];
    if (identity !== null && participants.some((one) => one.identity === identity)) {
      return refused(409, 50433, 'Participant already exists');
    }
    const bound = this.conversations.find(
      ({ resource, participants: others }) =>
        resource.state !== 'closed' &&
        others.some(({ messaging_binding: binding }) => {
          const known = binding as { address: string; proxy_address: string } | null;
          return known?.address === address && known?.proxy_address === proxy && address !== null;
        }),
    );
    if (bound) {
      const message = `A binding for this participant and proxy address already exists in Conversation ${bound.resource.sid}`;
      return refused(409, 50416, message);
    }
    return {
      identity,
      attributes: '{}',
      role_sid: null,
      messaging_binding: address === null ? null : { type: 'sms', address, proxy_address: proxy },
      last_read_message_index: null,
      last_read_timestamp: null,
    };
  }

  #message({ participants, messages }: RecordedConversation, form: URLSearchParams): JsonObject {
    const author = form.get('Author') ?? 'system';
    return {
      index: messages.length,
      author,
      body: form.get('Body'),
      media: null,
      attributes: form.get('Attributes') ?? '{}',
      participant_sid: participants.find(({ identity }) => identity === author)?.sid ?? null,
      delivery: null,
      content_sid: form.get('ContentSid'),
      links: {},
    };
  }
}

function webhookOf(form: URLSearchParams): JsonObject {
  return {
    target: form.get('Target'),
    configuration: {
      url: form.get('Configuration.Url'),
      method: form.get('Configuration.Method'),
      filters: form.getAll('Configuration.Filters'),
    },
  };
}
