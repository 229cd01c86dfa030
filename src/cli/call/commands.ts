/** What can be typed in a call. */
import type { HandsetAct, HandsetAnswer } from '../../carriers/network-calls.ts';
import { jsonObject } from '../talk/answers.ts';
import { type CommonLine, commonHelp, type Help, type Parsers, parseCommand } from '../talk/commands.ts';
import { parseDuration } from '../talk/duration.ts';

export type CallLine =
  | CommonLine
  /** `number`: the handset that does it, where it is not the one in hand. */
  | { readonly do: 'act'; readonly act: HandsetAct; readonly number?: string }
  | { readonly do: 'call' | 'twiml' }
  /** An agent takes the caller in hand from a queue. */
  | { readonly do: 'agent'; readonly number?: string }
  | { readonly do: 'text'; readonly body: string };

export const callHelp: Help = [
  ['1, 42#', 'press keys: 0-9 * # A-D'],
  ['any words', 'say them'],
  [':say 42', 'say what would be keys'],
  [':hangup', 'hang up'],
  [':answer [human|machine]', 'take the call that rings; or :busy, :no-answer, :reject'],
  [':record 12s [words]', 'leave a message of this length'],
  [':outcome {"Result":"success"}', 'how a payment or a virtual agent ends'],
  [':at +15550009999 :answer', 'do it at another handset'],
  [':agent [number]', 'an agent takes you out of the queue'],
  [':text hello', 'send the flow a text'],
  [':call', 'call the flow, again'],
  [':twiml', 'the TwiML that the call is at'],
  ...commonHelp,
];

export function parseLine(line: string): CallLine {
  const text = line.trim();
  if (text === '') return { do: 'nothing' };
  return text.startsWith(':') ? parseCommand(text, parsers) : { do: 'act', act: saidOrPressed(text) };
}

/** Keys that stand alone are pressed; everything else is spoken. */
function saidOrPressed(text: string): HandsetAct {
  const keys = text.replaceAll(/\s/g, '');
  return /^[0-9*#A-D]+$/.test(keys) ? { digits: keys } : spoken(text);
}

function spoken(text: string): HandsetAct {
  return { speech: { text, confidence: undefined } };
}

/** Who takes a call, in short. */
const takers: { readonly [who: string]: string | undefined } = { '': undefined, machine: 'machine_start' };

const act = (given: HandsetAct): CallLine => ({ do: 'act', act: given });
const ringing = (answer: HandsetAnswer) => () => act({ answer });

const parsers: Parsers<CallLine> = {
  say: (rest) => (rest === '' ? { do: 'fail', why: ':say takes what is said' } : act(spoken(rest))),
  hangup: () => act({ hangsUp: true }),
  answer: (rest) => {
    if (!/^\w*$/.test(rest)) return { do: 'fail', why: ':answer takes human, machine, or what the carrier finds out' };
    return act({ answer: 'true', answeredBy: Object.hasOwn(takers, rest) ? takers[rest] : rest });
  },
  busy: ringing('busy'),
  'no-answer': ringing('no-answer'),
  reject: ringing('reject'),
  record: (rest) => {
    const [, time = '', transcript = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
    const seconds = parseDuration(time);
    if (seconds === undefined)
      return { do: 'fail', why: ':record takes a length such as 12s, and the words if you like' };
    return act({ recording: { seconds, ...(transcript === '' ? {} : { transcript }) } });
  },
  outcome: (rest) => {
    const given = jsonObject(rest);
    if (!given) return { do: 'fail', why: ':outcome takes a JSON object, such as {"Result":"success"}' };
    return act({ outcome: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, textOf(value)])) });
  },
  at: (rest) => {
    const [, number = '', line = ''] = /^(\S+)\s+(.+)$/s.exec(rest) ?? [];
    const given = number === '' ? undefined : parseLine(line);
    if (given?.do === 'fail') return given;
    return given?.do === 'act'
      ? { ...given, number }
      : { do: 'fail', why: ':at takes an address and what is done there, such as :at +15550009999 :answer' };
  },
  text: (rest) => (rest === '' ? { do: 'fail', why: ':text takes a text' } : { do: 'text', body: rest }),
  agent: (rest) => {
    if (/\s/.test(rest)) return { do: 'fail', why: ':agent takes the number of the agent, if you like' };
    return { do: 'agent', ...(rest === '' ? {} : { number: rest }) };
  },
  call: () => ({ do: 'call' }),
  twiml: () => ({ do: 'twiml' }),
};

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
