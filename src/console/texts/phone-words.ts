/** What the phone says of a flow, a call and the time. */
import { counted } from './format.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `42 s`, `3 min`, `1 h`, `2 d 3 h`: rounded to what one would say. */
export function durationInWords(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < hourMs - minuteMs / 2) {
    const minutes = Math.floor(ms / minuteMs);
    const seconds = Math.round((ms % minuteMs) / 1000);
    if (minutes >= 5 || seconds === 0) return `${Math.round(ms / minuteMs)} min`;
    return `${minutes} min ${String(seconds).padStart(2, '0')} s`;
  }
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 24 * 60) return together(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(ms / hourMs);
  return together(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function together(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}

/** `59:12`, `1:00:00`; from a day on in words. */
export function countdown(ms: number): string {
  if (ms >= dayMs) return durationInWords(ms);
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const withTime = (text: string, leftMs: number | undefined) =>
  leftMs === undefined ? text : `${text}, ${countdown(leftMs)}`;

export const phoneWords = {
  later: (ms: number) => `${durationInWords(ms)} later`,
  left: (ms: number) => `${durationInWords(ms)} left`,
  waiting: 'Waiting.',
  waitingFor: (ms: number) => `Waiting, ${durationInWords(ms)} left.`,
  nothingYet: 'Nothing has started the flow yet.',
  working: 'works',
  waitsForReply: (leftMs: number | undefined) => withTime('waits for a reply', leftMs),
  waitsIn: (widget: string, leftMs: number | undefined) => withTime(`waits in ${widget}`, leftMs),
  asks: (widget: string, url: string) => `${widget === '' ? 'the flow' : widget} calls ${url}`,
  ended: 'Ended.',
  endedAfter: (widget: string) => `ended after ${widget}`,
  stopped: 'Stopped.',
  failed: (widget: string, message: string, code: number | undefined) =>
    `Failed${widget === '' ? '' : ` at ${widget}`}: ${message}${code === undefined ? '' : ` (${code})`}`,
  failedAt: (
    widget: string,
    outlet: string,
    problem: { readonly code: number; readonly message: string } | undefined,
  ) =>
    problem === undefined
      ? `Failed at ${widget}: ${outlet} leads nowhere.`
      : `Failed at ${widget}: ${problem.message} (${problem.code}) ${outlet} leads nowhere.`,
  hungUp: (widget: string, ms: number | undefined) =>
    `Ended at ${widget}: the caller hung up${ms === undefined ? '' : ` after ${durationInWords(ms)}`}.`,
  timedOut: (widget: string, isReply: boolean, ms: number, outlet: string) =>
    `Ended at ${widget}: no ${isReply ? 'reply' : 'input'} within ${durationInWords(ms)}, and ${outlet} leads nowhere.`,
  noMatch: (widget: string) => `Ended at ${widget}: no condition matched and No match leads nowhere.`,
  triggerLeadsNowhere: (outlet: string) => `The Trigger leads nowhere on ${outlet}: connect it to a widget.`,
  youCalled: 'You called the flow',
  flowCalled: 'The flow called you',
  beep: 'beep',
  seconds: (seconds: number) => `${seconds} s`,
  pressed: (keys: string) => `You pressed: ${keys}`,
  keysHeard: (keys: string) => `Keys: ${keys}`,
  said: (words: string) => `You said: ${words}`,
  heard: (from: string, words: string) => `${from} says: ${words}`,
  dials: (to: string) => `The flow calls ${to}`,
  bothTalk: 'Both are connected',
  inQueue: (queue: string, position: number) => `Waits in the queue ${queue} as number ${position}`,
  recorded: (seconds: number) => `Recorded ${counted(seconds, 'second', 'seconds')}`,
  answered: 'The call is answered',
  callOver: (status: string, ms: number | undefined) =>
    `The call is over: ${status}${ms === undefined ? '' : `, ${durationInWords(ms)}`}`,
} as const;
