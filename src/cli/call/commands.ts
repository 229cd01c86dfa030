/** What can be typed in a call. */
import type { HandsetAct, HandsetAnswer } from '../../carriers/network-calls.ts';
import type { JsonObject } from '../../engine/index.ts';
import type { HttpAnswer } from '../../testing/index.ts';
import { httpAnswer, httpUsage, jsonObject } from '../talk/answers.ts';
import { parseDuration } from '../talk/duration.ts';

export type CallLine =
  /** `number`: the handset that does it, where it is not the one in hand. */
  | { readonly do: 'act'; readonly act: HandsetAct; readonly number?: string }
  | { readonly do: 'call' }
  | { readonly do: 'text'; readonly body: string }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'answer'; readonly answer: HttpAnswer }
  | { readonly do: 'request'; readonly parameters: JsonObject }
  | { readonly do: 'context'; readonly path: readonly string[] }
  | { readonly do: 'steps' | 'restart' | 'help' | 'quit' | 'nothing' }
  /** Cannot be understood; `why` is one sentence. */
  | { readonly do: 'fail'; readonly why: string };

export const callHelp: readonly (readonly [usage: string, meaning: string])[] = [
  ['1, 42#', 'press keys: 0-9 * # A-D'],
  ['any words', 'say them'],
  [':say 42', 'say what would be keys'],
  [':hangup', 'hang up'],
  [':wait 30s', 'time passes: 90, 90s, 5m, 1h30m; else it stands still while it is your turn'],
  [':answer [human|machine]', 'take the call that rings; or :busy, :no-answer, :reject'],
  [':record 12s [words]', 'leave a message of this length'],
  [':outcome {"Result":"success"}', 'how a payment or a virtual agent ends'],
  [':at +15550009999 :answer', 'do it at another handset'],
  [':text hello', 'send the flow a text'],
  [':http 200 {"a":1}', 'answer the open request: a status and a body, or fail, or timeout'],
  [':request {"k":"v"}', 'start the flow by REST, with these parameters'],
  [':call', 'call the flow, again'],
  [':context [path]', 'the context, or a part of it such as widgets.menu'],
  [':steps', 'the steps so far'],
  [':restart', 'forget everything'],
  [':help', 'this list'],
  [':quit', 'leave'],
];

export function parseLine(line: string): CallLine {
  const text = line.trim();
  if (text === '') return { do: 'nothing' };
  if (!text.startsWith(':')) return { do: 'act', act: saidOrPressed(text) };
  const [, name = '', rest = ''] = /^:(\S*)\s*(.*)$/s.exec(text) ?? [];
  const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  return parse ? parse(rest) : { do: 'fail', why: `there is no command :${name}; :help lists them` };
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

const parsers: { readonly [name: string]: (rest: string) => CallLine } = {
  say: (rest) => (rest === '' ? { do: 'fail', why: ':say takes what is said' } : act(spoken(rest))),
  hangup: () => act({ hangsUp: true }),
  wait: (rest) => {
    const seconds = parseDuration(rest);
    return seconds === undefined
      ? { do: 'fail', why: ':wait takes a time such as 90s, 5m or 1h30m' }
      : { do: 'wait', seconds };
  },
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
  http: (rest) => {
    const answer = httpAnswer(rest);
    return answer ? { do: 'answer', answer } : { do: 'fail', why: httpUsage };
  },
  request: (rest) => {
    const parameters = rest === '' ? {} : jsonObject(rest);
    return parameters ? { do: 'request', parameters } : { do: 'fail', why: ':request takes a JSON object' };
  },
  call: () => ({ do: 'call' }),
  context: (rest) => ({ do: 'context', path: rest === '' ? [] : rest.split('.') }),
  steps: () => ({ do: 'steps' }),
  restart: () => ({ do: 'restart' }),
  help: () => ({ do: 'help' }),
  quit: () => ({ do: 'quit' }),
};

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
