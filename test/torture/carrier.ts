/**
 * A carrier with Twilio's REST API in this process, which nobody kills. It takes its time, hangs up after it has taken a
 * message, is busy or broken now and then, reports out of order, and can be asked for what it took.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { signForm } from '../../src/carriers/signature.ts';

export interface Message {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly statusCallback: string | null;
  readonly takenAtMs: number;
  status: string;
}

/** How often things went wrong. */
export interface Faults {
  hungUp: number;
  brokenAfter: number;
  brokenBefore: number;
  busy: number;
  late: number;
  unaskable: number;
}

const kinds: readonly (readonly [fault: keyof Faults, upTo: number])[] = [
  ['hungUp', 0.06],
  ['brokenAfter', 0.08],
  ['brokenBefore', 0.11],
  ['late', 0.16],
  ['busy', 0.18],
];

export class TortureCarrier {
  readonly messages: Message[] = [];
  readonly faults: Faults = { hungUp: 0, brokenAfter: 0, brokenBefore: 0, busy: 0, late: 0, unaskable: 0 };
  readonly #random: () => number;
  readonly #accountSid: string;
  readonly #token: string;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });
  readonly #reports = new Set<Promise<void>>();
  #count = 0;

  constructor(accountSid: string, token: string, random: () => number) {
    this.#accountSid = accountSid;
    this.#token = token;
    this.#random = random;
  }

  /** Listens; gives the address up to the version. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/2010-04-01`;
  }

  /** Resolves when every report has been taken. */
  async settled(): Promise<void> {
    while (this.#reports.size > 0) await Promise.all(this.#reports);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A contact's text, at the webhook of a number: again and again with the same SID until it is answered. */
  async deliver(url: string, from: string, to: string, body: string): Promise<void> {
    const form = {
      MessageSid: this.#sid(),
      AccountSid: this.#accountSid,
      From: from,
      To: to,
      Body: body,
      NumMedia: '0',
    };
    await this.#post(url, form);
  }

  async #post(url: string, form: { readonly [name: string]: string }): Promise<void> {
    const signature = signForm(this.#token, url, Object.entries(form));
    for (let tries = 0; tries < 6_000; tries++) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-twilio-signature': signature },
        body: new URLSearchParams(form),
      }).catch(() => undefined);
      // The body too: a server that died in the middle of its answer has not answered.
      const isRead = await response?.arrayBuffer().then(
        () => true,
        () => false,
      );
      if (response?.ok && isRead) return;
      if (response && !response.ok) throw new Error(`${url} answered ${response.status}`);
      await sleep(20);
    }
    throw new Error(`${url} did not answer`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const url = new URL(request.url ?? '/', 'http://carrier');
    if (!url.pathname.endsWith('/Messages.json')) return refuse(response, 404, 20404);
    if (request.method !== 'POST') return this.#list(url, response);
    const chance = this.#random();
    const fault = kinds.find(([, upTo]) => chance < upTo)?.[0];
    if (fault) this.faults[fault]++;
    if (fault === 'busy') return refuse(response, 429, 20429, { 'retry-after': '1' });
    if (fault === 'brokenBefore') return refuse(response, 503, 20503);
    await sleep(this.#random() * (fault === 'late' ? 600 : 60));
    const message = this.#take(form);
    await sleep(this.#random() * 60);
    if (fault === 'hungUp') response.destroy();
    else if (fault === 'brokenAfter') refuse(response, 503, 20503);
    else answer(response, 201, resourceOf(message));
  }

  #take(form: URLSearchParams): Message {
    const message: Message = {
      sid: this.#sid(),
      from: form.get('From') ?? '',
      to: form.get('To') ?? '',
      body: form.get('Body') ?? '',
      statusCallback: form.get('StatusCallback'),
      takenAtMs: Date.now(),
      status: 'queued',
    };
    this.messages.push(message);
    const reports = this.#random() < 0.5 ? ['sent', 'delivered'] : ['delivered', 'sent'];
    const reporting = this.#report(message, reports).finally(() => this.#reports.delete(reporting));
    this.#reports.add(reporting);
    return message;
  }

  async #report(message: Message, statuses: readonly string[]): Promise<void> {
    await sleep(this.#random() * 80);
    for (const status of statuses) {
      if (message.status !== 'delivered') message.status = status;
      if (message.statusCallback === null) continue;
      await this.#post(message.statusCallback, { MessageSid: message.sid, MessageStatus: status, To: message.to });
    }
  }

  #list(url: URL, response: ServerResponse): void {
    if (this.#random() < 0.1) {
      this.faults.unaskable++;
      refuse(response, 503, 20503);
      return;
    }
    const [to, from] = [url.searchParams.get('To'), url.searchParams.get('From')];
    const found = this.messages.filter((each) => (!to || each.to === to) && (!from || each.from === from));
    answer(response, 200, { messages: found.toReversed().slice(0, 100).map(resourceOf), next_page_uri: null });
  }

  #sid(): string {
    return `SM${(++this.#count).toString(16).padStart(32, '0')}`;
  }
}

function resourceOf({ sid, from, to, body, status, takenAtMs }: Message): object {
  return {
    sid,
    from,
    to,
    body,
    status,
    direction: 'outbound-api',
    num_media: '0',
    num_segments: '1',
    messaging_service_sid: null,
    error_code: null,
    error_message: null,
    date_created: new Date(takenAtMs).toUTCString().replace('GMT', '+0000'),
  };
}

function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  headers: { [name: string]: string } = {},
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  answer(response, status, { status, code, message: 'not now' });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
