/**
 * A service with Twilio's REST API, as far as this adapter uses it: for tests. Its answers are those of the documentation
 * (carrier page §C1–§C6), each preset in its own spelling; it keeps what was sent and can be made to fail.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { liveCallSid } from '../call-fixture.ts';
import type { Fault } from '../conformance.ts';
import { closeServer, Faults } from '../fault-fixture.ts';
import type { PresetName } from './presets.ts';

export interface TwilioApi {
  /** Up to the version, without a slash at the end. */
  readonly baseUrl: string;
  readonly user: string;
  readonly password: string;
  /** Messages that were taken, oldest first, with the form they came by. */
  readonly messages: readonly TakenMessage[];
  /** Requests about calls, oldest first. */
  readonly calls: readonly { readonly path: string; readonly form: URLSearchParams }[];
  readonly numbers: readonly { [key: string]: string }[];
  /** Requests so far, as `METHOD path`. */
  readonly requests: readonly string[];
  /** The next request meets this. */
  fault(fault: Fault): void;
  close(): Promise<void>;
}

export interface TakenMessage {
  readonly resource: { readonly [key: string]: unknown };
  readonly form: URLSearchParams;
}

interface Spelling {
  readonly user: string;
  readonly prefix: string;
  sid(kind: 'SM' | 'PN' | 'CA' | 'RE', n: number): string;
  count(n: number): string | number;
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');
const uuid = (n: number) => `f1e2d3c4-0000-4000-8000-${hex(n, 12)}`;
const twilioLike = { prefix: '/2010-04-01', sid: (kind: string, n: number) => kind + hex(n, 32), count: String };

/** SignalWire has UUIDs and numbers where Twilio has SIDs and texts (carrier page §E1). */
const spellings: { readonly [P in PresetName]: Spelling } = {
  twilio: { ...twilioLike, user: `AC${'a'.repeat(32)}` },
  somleng: { ...twilioLike, user: uuid(9) },
  signalwire: { user: uuid(7), prefix: '/api/laml/2010-04-01', sid: (_kind, n) => uuid(n), count: (n) => n },
};

const pageSize = 2;

/** Listens on this machine. `clock` gives the carrier's own time. */
export async function openTwilioApi(
  preset: PresetName,
  clock: { now(): number } = { now: () => Date.now() },
): Promise<TwilioApi> {
  const spelling = spellings[preset];
  const password = 'b'.repeat(32);
  const messages: TakenMessage[] = [];
  const calls: { path: string; form: URLSearchParams }[] = [];
  const made: object[] = [];
  const requests: string[] = [];
  const numbers = [1, 2, 3].map((n) => ({
    sid: spelling.sid('PN', n),
    phone_number: `+1555000000${n}`,
    friendly_name: `Number ${n}`,
    sms_url: '',
    voice_url: '',
    status_callback: '',
  }));
  const faults = new Faults({
    busy: (response, headers) => refuse(response, 429, 20429, 'Too Many Requests', headers),
    credentials: (response) => refuse(response, 401, 20003, 'Authenticate'),
  });

  const account = `${spelling.prefix}/Accounts/${spelling.user}/`;
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const url = new URL(request.url ?? '/', 'http://service');
    requests.push(`${request.method} ${url.pathname}`);
    const { isAnswered, finish } = faults.meet(response);
    if (isAnswered) return;
    const credentials = `Basic ${Buffer.from(`${spelling.user}:${password}`).toString('base64')}`;
    if (request.headers.authorization !== credentials) return refuse(response, 401, 20003, 'Authenticate');
    if (!url.pathname.startsWith(account)) return refuse(response, 404, 20404, 'The requested resource was not found');
    const path = url.pathname.slice(account.length);
    const send = (status: number, body: object) => finish(() => answer(response, status, body, clock.now()));
    if (path === 'Messages.json' && request.method === 'POST') return create(form, response, send);
    if (path === 'Messages.json') return list(url, 'messages', foundMessages(url), send);
    if (path.startsWith('Calls')) return call(path, url, request, form, response, send);
    if (path === 'IncomingPhoneNumbers.json') return list(url, 'incoming_phone_numbers', numbers, send);
    return point(path, request, form, response, send);
  });

  type Send = (status: number, body: object) => unknown;

  function create(form: URLSearchParams, response: ServerResponse, send: Send): unknown {
    const to = form.get('To') ?? '';
    if (!/^(\w+:)?\+\d{8,15}$/.test(to)) return refuse(response, 400, 21211, `Invalid 'To' Phone Number: ${to}`);
    if (!form.has('Body') && !form.has('MediaUrl') && !form.has('ContentSid')) {
      return refuse(response, 400, 21602, 'Message body is required');
    }
    const now = new Date(clock.now()).toUTCString().replace('GMT', '+0000');
    const service = form.get('MessagingServiceSid');
    const media = form.getAll('MediaUrl').length;
    const resource = {
      account_sid: spelling.user,
      api_version: '2010-04-01',
      body: form.get('Body') ?? '',
      date_created: now,
      date_sent: null,
      date_updated: now,
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: service === null ? form.get('From') : null,
      messaging_service_sid: service,
      num_media: spelling.count(media),
      num_segments: spelling.count(1),
      price: null,
      price_unit: 'USD',
      sid: spelling.sid('SM', messages.length + 1),
      status: service === null ? 'queued' : 'accepted',
      to,
      uri: `${account}Messages/${spelling.sid('SM', messages.length + 1)}.json`,
    };
    messages.push({ resource, form });
    return send(201, resource);
  }

  function call(
    path: string,
    url: URL,
    { method }: IncomingMessage,
    form: URLSearchParams,
    response: ServerResponse,
    send: Send,
  ): unknown {
    if (path === `Calls/${liveCallSid}.json`) return send(200, { sid: liveCallSid, status: 'in-progress' });
    if (method === 'GET') {
      const [to, from] = [url.searchParams.get('To'), url.searchParams.get('From')];
      return list(
        url,
        'calls',
        made.filter((each) => 'to' in each && each.to === to && 'from' in each && each.from === from),
        send,
      );
    }
    calls.push({ path: `/${path}`, form });
    const now = new Date(clock.now()).toUTCString().replace('GMT', '+0000');
    if (path === 'Calls.json') {
      const to = form.get('To') ?? '';
      if (!/^\+\d{8,15}$/.test(to)) return refuse(response, 400, 21211, `Invalid 'To' Phone Number: ${to}`);
      const sid = spelling.sid('CA', made.length + 1);
      const resource = {
        sid,
        to,
        from: form.get('From'),
        status: 'queued',
        direction: 'outbound-api',
        date_created: now,
      };
      made.unshift(resource);
      return send(201, resource);
    }
    if (!path.includes(liveCallSid)) return refuse(response, 404, 20404, `${path} was not found`);
    const status = form.get('Status') ?? 'in-progress';
    const sid = spelling.sid('RE', 1);
    return send(form.has('Status') ? 200 : 201, { sid, call_sid: liveCallSid, status, channels: 2, date_created: now });
  }

  function foundMessages(url: URL): object[] {
    const [to, from] = [url.searchParams.get('To'), url.searchParams.get('From')];
    return messages
      .map(({ resource }) => resource)
      .filter((each) => (to === null || each.to === to) && (from === null || each.from === from))
      .toReversed();
  }

  function list(url: URL, key: string, rows: readonly object[], send: Send): unknown {
    const page = Number(url.searchParams.get('Page') ?? 0);
    const next = new URLSearchParams(url.searchParams);
    next.set('Page', String(page + 1));
    const hasMore = rows.length > (page + 1) * pageSize;
    return send(200, {
      [key]: rows.slice(page * pageSize, (page + 1) * pageSize),
      page,
      page_size: pageSize,
      uri: `${url.pathname}${url.search}`,
      next_page_uri: hasMore ? `${url.pathname}?${next}` : null,
    });
  }

  function point(path: string, request: IncomingMessage, form: URLSearchParams, response: ServerResponse, send: Send) {
    const sid = /^IncomingPhoneNumbers\/(.+)\.json$/.exec(path)?.[1];
    const number = numbers.find((each) => each.sid === sid);
    if (!number || request.method !== 'POST') return refuse(response, 404, 20404, `${path} was not found`);
    number.sms_url = form.get('SmsUrl') ?? number.sms_url;
    number.voice_url = form.get('VoiceUrl') ?? number.voice_url;
    number.status_callback = form.get('StatusCallback') ?? number.status_callback;
    return send(200, number);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${spelling.prefix}`,
    user: spelling.user,
    password,
    messages,
    calls,
    numbers,
    requests,
    fault: (fault) => faults.bring(fault),
    close: () => closeServer(server),
  };
}

function refuse(response: ServerResponse, status: number, code: number, message: string, headers = {}): void {
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function answer(response: ServerResponse, status: number, body: object, nowMs: number): void {
  const headers = { 'content-type': 'application/json', date: new Date(nowMs).toUTCString() };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
