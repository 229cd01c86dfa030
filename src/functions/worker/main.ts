/**
 * The process that functions run in. It is told on channel 3 what to run, one call after the other, and answers there.
 * A function can do with this process what it likes: the server believes nothing but well-formed answers, and ends it.
 */
import { statSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { fileStamp } from '../file-stamp.ts';
import { type FunctionCall, messageLine, processEnvironment, readLines, type WorkerMessage } from '../messages.ts';
import { refuseOtherProcesses } from './other-processes.ts';
import { causeOf, errorReply, replyOf } from './reply.ts';
import { contextOf, defineGlobals, eventOf } from './surroundings.ts';

/** What keeps a process alive though nobody runs: our channel, standard output and error. */
const restingResources = ['PipeWrap', 'TTYWrap'];

const channel = new Socket({ fd: 3, readable: true, writable: true });
const loaded = new Map<string, string>();
let current: RunningCall | undefined;

watchLoadedFiles();
refuseOtherProcesses();
readLines(channel, Number.MAX_SAFE_INTEGER, (line) => run(JSON.parse(line)), process.exit);
// The server is gone.
channel.on('close', () => process.exit());
channel.on('error', () => process.exit());
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

interface RunningCall {
  readonly maxBodyBytes: number;
  isAnswered: boolean;
  hasFailed: boolean;
}

function run(message: FunctionCall): void {
  const call: RunningCall = { maxBodyBytes: message.maxBodyBytes, isAnswered: false, hasFailed: false };
  current = call;
  send({ type: 'begun' });
  const environment = processEnvironment(message.environment);
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(environment, name)) delete process.env[name];
  Object.assign(process.env, environment);
  try {
    defineGlobals(message);
    const handler = handlerOf(message);
    const returned: unknown = handler(contextOf(message), eventOf(message.request), (error, result) => {
      // A falsy error is none, as with the service's own development server.
      if (error) answerError(call, error);
      else answer(call, result);
    });
    if (isThenable(returned)) {
      returned.then(
        () => call.isAnswered || send({ type: 'returned' }),
        (error) => answerError(call, error ?? new Error('the promise of the handler was rejected')),
      );
    }
  } catch (error) {
    answerError(call, error);
  }
}

type Handler = (context: object, event: object, callback: (error?: unknown, result?: unknown) => void) => unknown;

function handlerOf({ file, request }: FunctionCall): Handler {
  const { handler } = Object(createRequire(file)(file));
  if (typeof handler === 'function') return handler;
  throw new Error(`${request.path} exports no handler: write exports.handler = (context, event, callback) => { … }`);
}

function answer(call: RunningCall, result: unknown): void {
  try {
    const reply = replyOf(result);
    if (Buffer.byteLength(reply.body) > call.maxBodyBytes) finish(call, { type: 'too-large' });
    else finish(call, { type: 'reply', reply });
  } catch (error) {
    answerError(call, error);
  }
}

function answerError(call: RunningCall, error: unknown): void {
  const reply = errorReply(error);
  call.hasFailed = true;
  if (Buffer.byteLength(reply.body) > call.maxBodyBytes) finish(call, { type: 'too-large' });
  else finish(call, { type: 'reply', reply, cause: causeOf(error).slice(0, 8_192) });
}

/** The first answer counts. Then a look, when the event loop has turned, at what the call has left running. */
function finish(call: RunningCall, message: WorkerMessage): void {
  if (call.isAnswered) return;
  call.isAnswered = true;
  send(message);
  setImmediate(() => {
    const isClean =
      !call.hasFailed && process.getActiveResourcesInfo().every((resource) => restingResources.includes(resource));
    current = undefined;
    send({ type: 'rested', isClean, files: [...loaded].map(([path, stamp]) => ({ path, stamp })) });
  });
}

/** An error that nobody caught belongs to the call that runs; afterwards the process is of no use. */
function fail(error: unknown): void {
  if (current && !current.isAnswered) answerError(current, error);
  else {
    console.error(causeOf(error));
    process.exit(1);
  }
}

function send(message: WorkerMessage): void {
  channel.write(messageLine(message));
}

/** Notes which files the function is made of, packages apart, as they were before they were read. */
function watchLoadedFiles(): void {
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:') && !url.includes('/node_modules/')) note(fileURLToPath(url));
      return next(url, context);
    },
  });
}

function note(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats) loaded.set(path, fileStamp(stats));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
