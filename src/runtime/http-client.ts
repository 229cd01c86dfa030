/**
 * The one way out by HTTP: for widgets, webhooks and callbacks. Everything is limited: time, size, redirects, and where
 * a request may go.
 */
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { isIP } from 'node:net';
import type { HttpResult } from '../engine/effects.ts';
import type { Clock } from './clock.ts';
import { BodyTooLarge, readBody, textOf } from './http-body.ts';
import { bareHost, createHttpGuard, type HttpGuard, RefusedHost, type Resolve } from './http-guard.ts';

export interface OutboundRequest {
  readonly method: string;
  /** Absolute, `http` or `https`. `user:password@` becomes Basic authentication. */
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Buffer;
  /** For everything: name, connection, redirects, the whole body. */
  readonly timeoutMs: number;
  /** For a name and a connection, TLS included. */
  readonly connectTimeoutMs?: number;
  /** Of the decoded body. */
  readonly maxBytes: number;
  /** 0: a redirect is an answer like any other. */
  readonly maxRedirects: number;
  /** The answer has its body as bytes too: for what is no text. */
  readonly keepsBytes?: boolean;
}

/** How far a failed exchange got: a request that failed before `exchange` surely did not arrive. */
export type HttpStage = 'resolve' | 'connect' | 'tls' | 'exchange';

export type OutboundResult =
  | (Extract<HttpResult, { ok: true }> & {
      /** Where the last redirect led. */
      readonly finalUrl: string;
      /** When `keepsBytes` asked for them. */
      readonly bytes?: Uint8Array;
    })
  | (Extract<HttpResult, { ok: false }> & { readonly stage: HttpStage });

export interface HttpClient {
  /** Never rejects: what goes wrong is a result. */
  request(request: OutboundRequest): Promise<OutboundResult>;
  /** Ends the connections that are kept. */
  close(): void;
}

export interface HttpClientOptions {
  readonly clock: Clock;
  /** Beyond the public internet: names, `host:port`, addresses, CIDR ranges, or `*`. */
  readonly allowedHosts?: readonly string[];
  readonly resolve?: Resolve;
}

// Below the five seconds after which many servers hang up, so that a kept connection is seldom a dead one.
const keptAliveMs = 4_000;
const maxSocketsPerHost = 256;
const acceptEncoding = 'gzip, deflate, br';

export function createHttpClient({ clock, allowedHosts = [], resolve }: HttpClientOptions): HttpClient {
  const guard = createHttpGuard(allowedHosts, resolve);
  const agentOptions = { keepAlive: true, timeout: keptAliveMs, maxSockets: maxSocketsPerHost, maxFreeSockets: 32 };
  const agents: Agents = { plain: new Agent(agentOptions), tls: new TlsAgent(agentOptions) };
  return {
    async request(request) {
      const exchange = new Exchange(clock, guard, agents, request);
      try {
        return await exchange.run();
      } catch (error) {
        return exchange.failure(error);
      } finally {
        exchange.end();
      }
    },
    close() {
      agents.plain.destroy();
      agents.tls.destroy();
    },
  };
}

interface Agents {
  readonly plain: Agent;
  readonly tls: TlsAgent;
}

/** One request on its way, from hop to hop. */
interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Buffer | undefined;
}

class HttpFailure extends Error {
  readonly reason: 'timeout' | 'refused' | 'redirects';

  constructor(reason: HttpFailure['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A request with its redirects, under one time limit. */
class Exchange {
  readonly #clock: Clock;
  readonly #guard: HttpGuard;
  readonly #agents: Agents;
  readonly #request: OutboundRequest;
  readonly #cancelTimeout: () => void;
  #underWay: ClientRequest | undefined;
  #timedOut: HttpFailure | undefined;
  #stage: HttpStage = 'resolve';

  constructor(clock: Clock, guard: HttpGuard, agents: Agents, request: OutboundRequest) {
    this.#clock = clock;
    this.#guard = guard;
    this.#agents = agents;
    this.#request = request;
    this.#cancelTimeout = clock.at(clock.now() + request.timeoutMs, () => {
      this.#expire(`No complete answer within ${request.timeoutMs} ms`);
    });
  }

  async run(): Promise<OutboundResult> {
    const { maxRedirects } = this.#request;
    let hop = firstHop(this.#request);
    for (let redirects = 0; ; redirects++) {
      const response = await this.#answerTo(hop);
      const target = redirectTarget(response, hop.url);
      if (target === undefined || maxRedirects === 0) return await received(response, hop.url, this.#request);
      // Not read: the body of a redirect may be endless.
      response.destroy();
      if (redirects === maxRedirects) throw new HttpFailure('redirects', `More than ${maxRedirects} redirects`);
      hop = nextHop(hop, response.statusCode ?? 0, target);
    }
  }

  failure(error: unknown): OutboundResult {
    const stage = this.#stage;
    // What a timer tore down shows up as a broken connection.
    const cause = this.#timedOut ?? error;
    const message = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof HttpFailure) return { ok: false, reason: cause.reason, message, stage };
    if (cause instanceof BodyTooLarge) return { ok: false, reason: 'too-large', message, stage };
    if (cause instanceof RefusedHost) return { ok: false, reason: 'refused', message, stage };
    return { ok: false, reason: 'network', message, stage };
  }

  end(): void {
    this.#cancelTimeout();
  }

  #expire(message: string): void {
    this.#timedOut ??= new HttpFailure('timeout', message);
    this.#underWay?.destroy(this.#timedOut);
  }

  #answerTo(hop: Hop): Promise<IncomingMessage> {
    const { url, method, headers, body } = hop;
    const isTls = url.protocol === 'https:';
    this.#guard.check(url);
    if (this.#timedOut) throw this.#timedOut;
    return new Promise((resolve, reject) => {
      const options = { method, headers, lookup: this.#guard.lookupFor(url) };
      const request = isTls
        ? httpsRequest(url, { ...options, agent: this.#agents.tls })
        : httpRequest(url, { ...options, agent: this.#agents.plain });
      this.#underWay = request;
      const stopWatching = this.#watchConnection(request, url);
      request.once('response', resolve);
      request.on('error', (error) => {
        stopWatching();
        reject(error);
      });
      request.end(body);
    });
  }

  /** Follows the connection through its stages, under its own time limit; gives what ends that. */
  #watchConnection(request: ClientRequest, url: URL): () => void {
    const isTls = url.protocol === 'https:';
    const { connectTimeoutMs } = this.#request;
    const cancel =
      connectTimeoutMs === undefined
        ? () => {}
        : this.#clock.at(this.#clock.now() + connectTimeoutMs, () => {
            this.#expire(`No connection within ${connectTimeoutMs} ms`);
          });
    const ready = () => {
      cancel();
      this.#reach('exchange');
    };
    request.once('socket', (socket) => {
      if (!socket.connecting) return ready();
      if (isIP(bareHost(url)) !== 0) this.#reach('connect');
      socket.once('lookup', (error) => {
        if (!error) this.#reach('connect');
      });
      socket.once('connect', () => {
        if (isTls) this.#reach('tls');
        else ready();
      });
      if (isTls) socket.once('secureConnect', ready);
    });
    return cancel;
  }

  /** Never goes back: when a redirect fails to connect, the first request has arrived all the same. */
  #reach(stage: HttpStage): void {
    if (this.#stage !== 'exchange') this.#stage = stage;
  }
}

async function received(
  response: IncomingMessage,
  url: URL,
  { maxBytes, keepsBytes }: OutboundRequest,
): Promise<OutboundResult> {
  const body = await readBody(response, maxBytes);
  const contentType = response.headers['content-type'];
  return {
    ok: true,
    status: response.statusCode ?? 0,
    ...(contentType === undefined ? {} : { contentType }),
    body: textOf(body, contentType),
    ...(keepsBytes === true ? { bytes: body } : {}),
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    finalUrl: url.href,
  };
}

function firstHop({ url, method, headers = {}, body }: OutboundRequest): Hop {
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return withCredentials({
    method: method.toUpperCase(),
    url: parseUrl(url),
    headers: { 'accept-encoding': acceptEncoding, ...lowerCase },
    body,
  });
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (!url || url.hostname === '') throw new HttpFailure('refused', 'The URL is not valid');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new HttpFailure('refused', `${url.protocol} is no protocol of a request: use http or https`);
  }
  url.hash = '';
  return url;
}

/** Moves `user:password@` of the URL into the header, unless the caller authenticates otherwise. */
function withCredentials(hop: Hop): Hop {
  const { username, password } = hop.url;
  if (username === '' && password === '') return hop;
  const url = new URL(hop.url);
  url.username = '';
  url.password = '';
  const pair = `${decodeLeniently(username)}:${decodeLeniently(password)}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return { ...hop, url, headers: { authorization, ...hop.headers } };
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A password with a bare percent sign is meant as it is written.
    return text;
  }
}

const redirectStatuses = [301, 302, 303, 307, 308];

function redirectTarget(response: IncomingMessage, from: URL): URL | undefined {
  const { location } = response.headers;
  if (location === undefined || !redirectStatuses.includes(response.statusCode ?? 0)) return undefined;
  try {
    return parseUrl(location, from);
  } catch (error) {
    response.destroy();
    throw error;
  }
}

/** Headers that speak for the caller, and for the one host they were meant for. */
const secretHeaders = ['authorization', 'cookie', 'proxy-authorization', 'x-twilio-signature', 'host'];
const bodyHeaders = ['content-type', 'content-length', 'content-encoding', 'content-language', 'transfer-encoding'];

function nextHop(hop: Hop, status: number, url: URL): Hop {
  // A 301 or 302 turns a POST into a GET and loses its parameters (carrier page §A1), as a 303 is meant to.
  const keepsMethod = status === 307 || status === 308;
  const isGet = !keepsMethod && hop.method !== 'HEAD';
  const dropped = [...(isSameOrigin(hop.url, url) ? [] : secretHeaders), ...(keepsMethod ? [] : bodyHeaders)];
  return withCredentials({
    method: isGet ? 'GET' : hop.method,
    url,
    headers: Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !dropped.includes(name))),
    body: keepsMethod ? hop.body : undefined,
  });
}

/** The step from a host's `http` to its `https` counts as staying. */
function isSameOrigin(from: URL, to: URL): boolean {
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === '';
  return from.hostname === to.hostname && (from.origin === to.origin || isUpgrade);
}
