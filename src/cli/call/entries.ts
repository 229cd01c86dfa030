/** What happens on a leg, in words. */
import type { CallEntry, HandsetLeg } from '../../carriers/network-calls.ts';
import { durationText } from '../talk/duration.ts';

export interface Told {
  /** `flow` is heard, `you` is done by the person, `problem` went wrong, `note` is all else. */
  readonly by: 'flow' | 'you' | 'problem' | 'note';
  readonly text: string;
}

/** Undefined: nothing that a person would notice. `numberOf` gives who is at a leg. */
export function told(entry: CallEntry, leg: HandsetLeg, numberOf: (sid: string) => string): Told | undefined {
  const tell = Object.hasOwn(tellers, entry.kind) ? tellers[entry.kind] : undefined;
  return tell ? tell(entry, leg, numberOf) : { by: 'note', text: factsOf(entry) };
}

type Teller = (entry: CallEntry, leg: HandsetLeg, numberOf: (sid: string) => string) => Told | undefined;

const tellers: { readonly [kind: string]: Teller } = {
  said: ({ text }) => ({ by: 'flow', text: String(text) }),
  played: ({ url, seconds }) => ({ by: 'flow', text: `♪ ${url} (${seconds} s)` }),
  beep: () => ({ by: 'flow', text: '*beep*' }),
  keys: ({ by, digits }) =>
    by === 'handset' ? { by: 'you', text: String(digits) } : { by: 'flow', text: `*tones ${digits}*` },
  speech: ({ text }) => ({ by: 'you', text: `“${text}”` }),
  heard: ({ from, text, digits }, _leg, numberOf) => {
    return { by: 'note', text: `hears ${numberOf(String(from))}: ${text === undefined ? digits : `“${text}”`}` };
  },
  document: ({ url, error, warnings }) => documentProblem(String(url), error, warnings),
  warning: ({ code, message, path }) => ({ by: 'problem', text: `${code} ${message} (${path})` }),
  error: ({ code, message }) => ({ by: 'problem', text: `${code} ${message}` }),
  dialled: ({ to }) => ({ by: 'note', text: `the flow calls ${to}` }),
  bridged: ({ with: far }, _leg, numberOf) => ({ by: 'note', text: `talks with ${numberOf(String(far))}` }),
  enqueued: ({ queue, position }) => ({ by: 'note', text: `waits in the queue "${queue}" as number ${position}` }),
  conference: ({ name }) => ({ by: 'note', text: `is in the conference "${name}"` }),
  // It is told as the text that it is.
  texted: () => undefined,
  stream: ({ status, mark, reason }) => {
    const what = status === undefined ? `has played up to "${mark}"` : `has ${status}`;
    return { by: 'note', text: `the stream ${what}${reason === undefined ? '' : `: ${reason}`}` };
  },
  'answered-by': ({ answered_by: who }) => ({ by: 'note', text: `the carrier takes it for ${who}` }),
  recording: ({ status, seconds }) => {
    const isOver = status === 'completed';
    return isOver ? { by: 'note', text: `recorded ${durationText(Number(seconds))}` } : undefined;
  },
  status: ({ status }, leg) => statusOf(String(status), leg),
};

function documentProblem(url: string, error: unknown, warnings: unknown): Told | undefined {
  const faults = [error, ...(Array.isArray(warnings) ? warnings : [])].flatMap((fault) =>
    typeof fault === 'object' && fault !== null && 'code' in fault && 'message' in fault
      ? [`${fault.code} ${fault.message}${placeOf(fault)}`]
      : [],
  );
  return faults.length === 0 ? undefined : { by: 'problem', text: `${faults.join('; ')} (${url})` };
}

/** Of those that have one: a document that cannot be read says it in its message. */
function placeOf(fault: object): string {
  return 'line' in fault && 'column' in fault ? ` (line ${fault.line}, column ${fault.column})` : '';
}

function statusOf(status: string, { call }: HandsetLeg): Told | undefined {
  if (status === 'queued') return undefined;
  if (status === 'ringing') {
    if (call.direction === 'inbound') return undefined;
    // Nothing is to be done where it has been answered meanwhile.
    const isDecided = call.status !== 'ringing';
    return { by: 'note', text: isDecided ? 'it rings' : 'it rings: :answer, :busy, :no-answer or :reject' };
  }
  if (status === 'in-progress') return { by: 'note', text: 'the call is answered' };
  const { answeredAtMs, endedAtMs } = call;
  const seconds = answeredAtMs === null || endedAtMs === null ? undefined : (endedAtMs - answeredAtMs) / 1_000;
  return {
    by: 'note',
    text: `the call is over: ${status}${seconds === undefined ? '' : `, ${durationText(seconds)}`}`,
  };
}

function factsOf({ id: _id, atMs: _at, kind, ...facts }: CallEntry): string {
  const words = Object.entries(facts).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [kind, ...words].join(' ');
}
