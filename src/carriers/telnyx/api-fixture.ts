/** Telnyx's API as far as this adapter uses it: for tests. Its answers are those of Telnyx's documentation. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { liveCallSid } from '../call-fixture.ts';
import type { Fault } from '../conformance.ts';
import { closeServer, Faults } from '../fault-fixture.ts';

export interface TelnyxApi {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Bodies of the messages that were taken, oldest first. */
  readonly messages: readonly Body[];
  /** Requests about calls, oldest first. */
  readonly calls: readonly { readonly path: string; readonly body: Body }[];
  readonly requests: readonly string[];
  /** What stands behind the numbers; tests may change it. */
  readonly profile: Body;
  readonly application: Body;
  readonly numbers: readonly Body[];
  fault(fault: Fault): void;
  /** The next request is refused with this. */
  refuse(refusal: Refusal): void;
  close(): Promise<void>;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, read by tests that name what they expect
type Body = any;

export const profileId = '4001767e-ce0f-4cae-9d5f-0d5e636e7809';
export const connectionId = '1293384261075731499';
export const accountId = '61bf923e-5e4d-4595-a110-56190ea18a1b';

export async function openTelnyxApi(): Promise<TelnyxApi> {
  const apiKey = 'KEY0123456789ABCDEF';
  const messages: Body[] = [];
  const calls: { path: string; body: Body }[] = [];
  const requests: string[] = [];
  const profile: Body = { id: profileId, webhook_url: '' };
  const application: Body = { id: connectionId, friendly_name: 'Studio', voice_url: '', status_callback: '' };
  const numbers: Body[] = [1, 2, 3].map((n) => ({
    id: `159306451936784110${n}`,
    phone_number: `+1555000000${n}`,
    connection_id: '',
    messaging_profile_id: '',
    status: 'active',
  }));
  const faults = new Faults({
    busy: (response, headers) =>
      refuse(response, 429, '10011', 'Too many requests', 'You have exceeded the maximum number of requests.', headers),
    credentials: (response) =>
      refuse(response, 401, '10009', 'Authentication failed', 'Could not understand the provided credentials.'),
  });
  let nextRefusal: Refusal | undefined;

  const server = createServer(async (request, response) => {
    const raw = await text(request);
    const body: Body = raw === '' ? {} : JSON.parse(raw);
    const url = new URL(request.url ?? '/', 'http://telnyx');
    requests.push(`${request.method} ${url.pathname}`);
    const { isAnswered, finish } = faults.meet(response);
    if (isAnswered) return;
    const refusal = nextRefusal;
    nextRefusal = undefined;
    if (refusal) return refuse(response, refusal.status, refusal.code, refusal.title, refusal.detail);
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      refuse(response, 401, '10009', 'Authentication failed', 'Could not understand the provided credentials.');
      return;
    }
    const send = (status: number, given: object) => finish(() => answer(response, status, given));
    if (url.pathname === '/v2/messages' && request.method === 'POST') return create(body, response, send);
    if (url.pathname.startsWith(`/v2/texml/Accounts/${accountId}/`)) return call(url.pathname, body, response, send);
    if (/^\/v2\/phone_numbers(?:\/messaging)?$/.test(url.pathname)) return list(url, send);
    const target = targetOf(url.pathname);
    if (!target)
      return refuse(response, 404, '10005', 'Resource not found', 'The requested resource or URL could not be found.');
    if (request.method === 'PATCH') Object.assign(target, body);
    return send(200, { data: target });
  });

  type Send = (status: number, body: object) => void;

  function create(body: Body, response: ServerResponse, send: Send): void {
    if (!/^\+\d{8,15}$/.test(body.to)) {
      refuse(response, 400, '40310', "Invalid 'to' address", `The 'to' address ${body.to} is not valid`);
      return;
    }
    messages.push(body);
    const id = `b0c7e8cb-6227-4c74-9f32-${String(messages.length).padStart(12, '0')}`;
    send(200, {
      data: {
        record_type: 'message',
        direction: 'outbound',
        id,
        type: body.type ?? 'SMS',
        messaging_profile_id: profileId,
        from: { phone_number: body.from ?? '+15550000001', carrier: 'Telnyx', line_type: 'Wireless' },
        to: [{ phone_number: body.to, status: 'queued', carrier: 'CARRIER', line_type: 'Wireless' }],
        text: body.text ?? '',
        media: (body.media_urls ?? []).map((media: string) => ({ url: media, content_type: null, size: null })),
        webhook_url: body.webhook_url ?? '',
        encoding: 'GSM-7',
        parts: 1,
        cost: null,
        received_at: new Date().toISOString(),
        sent_at: null,
        completed_at: null,
        errors: [],
      },
    });
  }

  /** Its documented answer to a call has no SID. */
  function call(path: string, body: Body, response: ServerResponse, send: Send): void {
    calls.push({ path, body });
    if (path.endsWith('/Calls')) {
      if (!/^\+\d{8,15}$/.test(body.To)) {
        refuse(response, 422, '40310', "Invalid 'to' address", `The 'to' address ${body.To} is not valid`);
        return;
      }
      send(200, { from: body.From, to: body.To, status: 'queued' });
      return;
    }
    if (!path.includes(liveCallSid)) {
      refuse(response, 404, '10005', 'Resource not found', 'The call could not be found.');
      return;
    }
    send(200, { sid: 'RE1', call_sid: liveCallSid, status: body.Status ?? 'in-progress', channels: 2 });
  }

  function list(url: URL, send: Send): void {
    const [page, wanted] = ['page[number]', 'page[size]'].map((name) => Number(url.searchParams.get(name)));
    const size = Math.min(wanted ?? 2, 2);
    const filters = ['messaging_profile_id', 'connection_id'].flatMap((name) => {
      const value = url.searchParams.get(`filter[${name}]`);
      return value === null ? [] : [[name, value] as const];
    });
    const found = numbers.filter((number) => filters.every(([name, value]) => number[name] === value));
    const rows = found.slice(((page ?? 1) - 1) * size, (page ?? 1) * size);
    const meta = { page_number: page, page_size: size, total_pages: Math.ceil(found.length / size) };
    send(200, { data: rows, meta: { ...meta, total_results: found.length } });
  }

  function targetOf(path: string): Body | undefined {
    if (path === `/v2/messaging_profiles/${profileId}`) return profile;
    if (path === `/v2/texml_applications/${connectionId}`) return application;
    const id = /^\/v2\/phone_numbers\/([^/]+)(?:\/messaging)?$/.exec(path)?.[1];
    return numbers.find((number) => number.id === id);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    messages,
    calls,
    requests,
    profile,
    application,
    numbers,
    fault: (fault) => faults.bring(fault),
    refuse(refusal) {
      nextRefusal = refusal;
    },
    close: () => closeServer(server),
  };
}

function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  title: string,
  detail: string,
  headers = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ errors: [{ code, title, detail, source: { pointer: '/' } }] }));
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
