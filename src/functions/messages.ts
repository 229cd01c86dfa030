/** What the server and a worker process say to each other: one JSON object on a line. */
import type { Readable } from 'node:stream';

/** The request as it would reach a function's host. */
export interface FunctionRequest {
  readonly method: string;
  /** Host and port, without a scheme. */
  readonly host: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** To a worker: run this file's handler. */
export interface FunctionCall {
  readonly file: string;
  /** Where `Runtime.getFunctions` and `require` look. */
  readonly folder: string;
  /** Where `Runtime.getAssets` looks; there may be none. */
  readonly assets: string | null;
  readonly environment: { readonly [name: string]: string };
  readonly request: FunctionRequest;
  readonly maxBodyBytes: number;
}

/** An answer as HTTP has it. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export type WorkerMessage =
  /** The process is up, and about to load the file: its time runs from here. */
  | { readonly type: 'begun' }
  /** `cause`: what went wrong in the function, for the log. */
  | { readonly type: 'reply'; readonly reply: Reply; readonly cause?: string }
  | { readonly type: 'too-large' }
  /** The handler is through, yet has not called back. */
  | { readonly type: 'returned' }
  /** Nothing of the call runs any longer (`isClean`), or something does; and the files it was made of. */
  | { readonly type: 'rested'; readonly isClean: boolean; readonly files: readonly LoadedFile[] };

export interface LoadedFile {
  readonly path: string;
  /** `fileStamp` when it was read. */
  readonly stamp: string;
}

/** What `process.env` holds beside the variables: functions run in UTC, as on Twilio, whatever the machine's zone. */
export function processEnvironment(variables: FunctionCall['environment']): { [name: string]: string } {
  return { TZ: 'UTC', ...variables };
}

/** Room for headers, and for the characters that JSON writes with six. */
export function longestMessage(maxBodyBytes: number): number {
  return maxBodyBytes * 6 + 64 * 1024;
}

export function messageLine(message: FunctionCall | WorkerMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** Undefined for what no worker of ours says: the function has the same channel at hand. */
export function parseWorkerMessage(line: string): WorkerMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  switch (value.type) {
    case 'begun':
    case 'too-large':
    case 'returned':
      return { type: value.type };
    case 'rested': {
      const { isClean, files } = value;
      if (typeof isClean !== 'boolean' || !Array.isArray(files) || !files.every(isLoadedFile)) return undefined;
      return { type: 'rested', isClean, files };
    }
    case 'reply': {
      const { reply, cause } = value;
      if (!isReply(reply)) return undefined;
      return { type: 'reply', reply, ...(typeof cause === 'string' ? { cause } : {}) };
    }
    default:
      return undefined;
  }
}

/** Gives each line to `take`; when one grows beyond `maxCharacters`, calls `refuse` once and gives no more. */
export function readLines(
  stream: Readable,
  maxCharacters: number,
  take: (line: string) => void,
  refuse: () => void,
): void {
  let rest = '';
  let isRefused = false;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (isRefused) return;
    const searched = rest.length;
    rest += chunk;
    for (let end = rest.indexOf('\n', searched); end !== -1 && !isRefused; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      if (line.length <= maxCharacters) take(line);
      else isRefused = true;
    }
    if (rest.length > maxCharacters) isRefused = true;
    if (!isRefused) return;
    rest = '';
    refuse();
  });
}

function isReply(value: unknown): value is Reply {
  return (
    isRecord(value) &&
    Number.isInteger(value.status) &&
    typeof value.body === 'string' &&
    isRecord(value.headers) &&
    Object.values(value.headers).every((header) => typeof header === 'string')
  );
}

function isLoadedFile(value: unknown): value is LoadedFile {
  return isRecord(value) && typeof value.path === 'string' && typeof value.stamp === 'string';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
