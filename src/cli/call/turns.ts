/** Whose turn it is on a line, and what a person is waited for with. */
import type { HandsetLeg } from '../../carriers/network-calls.ts';
import type { Line } from '../../testing/index.ts';

/** A server that is connected may have something to say for so long after the last thing that happened (our choice). */
const serverSeconds = 3;

/** Legs that go on, newest first. */
export async function liveLegs(line: Line): Promise<readonly HandsetLeg[]> {
  return (await line.legs()).filter(({ call }) => call.endedAtMs === null);
}

export function isRinging({ call }: HandsetLeg): boolean {
  return call.status === 'ringing' && call.direction !== 'inbound';
}

/** True when nothing goes on before a person does something. `inHand`: the SID of the leg that they hold. */
export async function isTurn(line: Line, inHand: string | undefined): Promise<boolean> {
  if (line.pending.length > 0) return true;
  const legs = await liveLegs(line);
  if (legs.some(isRinging)) return true;
  // A call that is on its way begins to ring in a moment.
  if (legs.some(({ call }) => call.status === 'queued')) return false;
  const held = legs.find(({ call }) => call.sid === inHand);
  if (!held) return true;
  if (held.call.status !== 'in-progress') return false;
  // Whoever was called hears something before the two talk.
  if (legs.some((leg) => leg.call.parentSid === inHand && !leg.isListening)) return false;
  switch (held.doing?.verb) {
    // Nobody need say anything to be found out.
    case 'detecting':
      return false;
    // Who waits hears music, and may hang up at any time.
    case 'Enqueue':
      return true;
    case 'Connect':
      return held.isListening && (!line.isConnected || secondsQuiet(held, line.clock.now()) >= serverSeconds);
    default:
      return held.isListening;
  }
}

/** What a leg waits for; undefined: nothing that a person could do. */
export function awaited({ doing }: HandsetLeg, isConnected: boolean): string | undefined {
  switch (doing?.verb) {
    case 'Gather':
      return `it waits ${doing.timeout} s for ${inputOf(doing)}`;
    case 'Record':
      return 'it records: :record 12s leaves a message, :wait says nothing, :hangup';
    case 'Enqueue':
      return `you wait in the queue "${doing.queue}": :agent takes you out of it`;
    case 'Pay':
      return `it waits for the ${String(doing.for).replaceAll('-', ' ')}: keys, or :outcome`;
    case 'Connect':
      return isConnected ? 'a server listens: words or keys' : 'an agent listens: :outcome is how it ends';
    case 'Dial':
    case 'bridged':
      return 'you are connected: words, :wait or :hangup';
    default:
      return undefined;
  }
}

/** Kinds of input that a Gather does not take, of those that are given. */
export function ignoredInput({ doing }: HandsetLeg, given: 'keys' | 'words'): string | undefined {
  if (doing?.verb !== 'Gather' || !Array.isArray(doing.input)) return undefined;
  const taken = doing.input.map((kind) => (kind === 'dtmf' ? 'keys' : 'words'));
  return taken.includes(given) ? undefined : `this Gather takes ${taken.join(' and ')} only`;
}

function inputOf({ input, num_digits: count, finish_on_key: finish }: NonNullable<HandsetLeg['doing']>): string {
  const keys = count === 1 ? 'a key' : `${typeof count === 'number' ? `${count} ` : ''}keys`;
  // The finish key of a single one is never pressed.
  const ended =
    typeof finish === 'string' && finish !== '' && count !== 1 ? `${keys}, the last may be ${finish}` : keys;
  const kinds = (Array.isArray(input) ? input : []).map((kind) => (kind === 'dtmf' ? ended : 'words'));
  return kinds.join(' or ');
}

function secondsQuiet({ transcript }: HandsetLeg, nowMs: number): number {
  const lastMs = Math.max(
    ...transcript.map(({ atMs, seconds }) => atMs + (typeof seconds === 'number' ? seconds : 0) * 1_000),
  );
  return (nowMs - lastMs) / 1_000;
}
