/**
 * Every refusal of the API is an `ApiError`; this file is the only place that turns one, or anything else that was
 * thrown, into the body that Twilio's clients read. Source: rest-api §9, limits-and-errors §3.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '../engine/json.ts';
import { requestPath } from './urls.ts';

/** Status, usual message and occasion of every code that the Studio API answers with. */
export const errorCatalogue = {
  20001: {
    status: 400,
    message: 'Invalid parameter',
    when: 'A parameter is missing or has a value that cannot be used',
  },
  20003: { status: 401, message: 'Authenticate', when: 'No credentials, or wrong ones' },
  20004: { status: 405, message: 'Method not allowed', when: 'The path exists, the method does not' },
  // (inferred): the dictionary gives the code and its title, not the status.
  20005: { status: 403, message: 'Account not active', when: 'The account is suspended or closed' },
  20007: { status: 400, message: 'Page size too large', when: 'PageSize is above 1000' },
  20403: { status: 403, message: 'Forbidden', when: 'A webhook without a valid signature' },
  20404: {
    status: 404,
    message: 'The requested resource was not found',
    when: 'Unknown path or SID, or of another account',
  },
  20409: { status: 409, message: 'Conflict', when: 'The contact has an active execution, or two updates met' },
  // (inferred): the platform's codes are 20000 + HTTP status; these two are in no list that was found.
  20412: { status: 412, message: 'Precondition failed', when: 'Somebody else saved since the version in If-Match' },
  20413: { status: 413, message: 'Request body too large', when: 'The body is above its limit' },
  20415: { status: 415, message: 'Unsupported media type', when: 'The body is neither a form nor a JSON object' },
  20429: { status: 429, message: 'Too Many Requests', when: 'Above the configured rate' },
  20500: { status: 500, message: 'Internal Server Error', when: 'A fault of the server; its log has the request id' },
  20503: { status: 503, message: 'Service unavailable', when: 'The server cannot reach its database' },
  21481: { status: 400, message: 'Invalid PageToken', when: 'The PageToken is not one that this list gave out' },
  81021: {
    status: 400,
    message: 'Flow revision must be an integer or enum(LatestPublished, LatestRevision)',
    when: 'Another word stands for the revision',
  },
  81022: {
    status: 400,
    message: 'Flow definition validation failed',
    when: 'The definition has errors; details list them',
  },
  81023: {
    status: 400,
    message: 'Creating an Execution via REST API failed due to malformed contact parameters',
    when: 'To and From are longer than 300 bytes together',
  },
} as const satisfies Record<number, { status: number; message: string; when: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

type Headers = Readonly<Record<string, string>>;

/** A mistake of the caller, thrown anywhere under `api/`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly details: JsonObject | undefined;
  readonly headers: Headers;

  constructor(status: number, code: number, message: string, details?: JsonObject, headers: Headers = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** An error of the catalogue, with its own message where the usual one says too little. */
export function apiError(
  code: ErrorCode,
  more: { readonly message?: string; readonly details?: JsonObject; readonly headers?: Headers } = {},
): ApiError {
  const { status, message } = errorCatalogue[code];
  return new ApiError(status, code, more.message ?? message, more.details, more.headers);
}

/** 404 for the path of this request: unknown, malformed, or of another account. */
export function notFound(request: FastifyRequest): ApiError {
  // Recorded without the version (rest-api §9); nobody should match on it.
  const path = requestPath(request).replace(/^\/v[12](?=\/)/, '');
  return apiError(20404, { message: `The requested resource ${path} was not found` });
}

/** Wire form. Never string `type` and `title`: twilio-node would throw another class (rest-api §9). */
export function errorBody(error: ApiError): JsonObject {
  return {
    code: error.code,
    message: error.message,
    more_info: `https://www.twilio.com/docs/errors/${error.code}`,
    status: error.status,
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}

/** Answers with `error`; what is no mistake of the caller is logged and shown as 500 without a word of it. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asApiError(error, request);
  if (known === undefined) request.log.error({ err: error, reqId: request.id }, 'request failed');
  const answer = known ?? apiError(20500);
  // A buffer, because to an object Fastify adds a charset, and not every error passes the hook that takes it off.
  const body = Buffer.from(JSON.stringify(errorBody(answer)));
  return reply
    .code(answer.status)
    .headers({ ...answer.headers, 'content-type': 'application/json' })
    .send(body);
}

export function installErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
}

/** Answers what Node's HTTP parser refused before there was a request: the shape stays ours. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = parserStatus[error.code ?? ''] ?? '400 Bad Request';
  const message = `The request is not valid HTTP: ${status.slice(4)}`;
  const body = JSON.stringify(errorBody(new ApiError(Number(status.slice(0, 3)), 20001, message)));
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
}

const parserStatus: { readonly [code: string]: string } = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What Fastify itself refuses, by its error code. */
const frameworkErrors: { readonly [code: string]: (request: FastifyRequest) => ApiError } = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => apiError(20413, { headers: { connection: 'close' } }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => apiError(20415),
  FST_ERR_BAD_URL: () => apiError(20001, { message: 'The URL is invalid: it has a malformed percent-encoding' }),
  FST_ERR_MAX_PARAM_LENGTH: notFound,
};

function asApiError(error: unknown, request: FastifyRequest): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const build = typeof code === 'string' && Object.hasOwn(frameworkErrors, code) ? frameworkErrors[code] : undefined;
  if (build) return build(request);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new ApiError(statusCode, 20001, 'The request is invalid');
  }
  return undefined;
}
