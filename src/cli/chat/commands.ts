/** What can be typed in a chat besides messages. */
import type { ContentPress } from '../../carriers/content-answer.ts';
import { isWebUrl } from '../../carriers/web-url.ts';
import type { JsonObject } from '../../engine/index.ts';
import type { HttpAnswer } from '../../testing/index.ts';
import { httpAnswer, httpUsage, jsonObject } from '../talk/answers.ts';
import { parseDuration } from '../talk/duration.ts';

export type ChatLine =
  | { readonly do: 'say'; readonly text: string; readonly media?: readonly string[] }
  | { readonly do: 'press'; readonly press: ContentPress }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'answer'; readonly answer: HttpAnswer }
  | { readonly do: 'request'; readonly parameters: JsonObject }
  | { readonly do: 'event'; readonly name: string; readonly params: JsonObject }
  | { readonly do: 'context'; readonly path: readonly string[] }
  | { readonly do: 'steps' | 'restart' | 'help' | 'quit' | 'nothing' }
  /** Cannot be understood; `why` is one sentence. */
  | { readonly do: 'fail'; readonly why: string };

export const chatHelp: readonly (readonly [usage: string, meaning: string])[] = [
  ['any text', 'a message to the flow; begin with :: for a message that begins with :'],
  [':media <url> [text]', 'a message with media; several addresses may stand there'],
  [':button <id or title>', 'press a button of the last template'],
  [':list <id or title>', 'pick a row of its list'],
  [':wait 1h', 'time passes: 90, 90s, 5m, 1h30m, 2d'],
  [':http 200 {"a":1}', 'answer the open request: a status and a body, or fail, or timeout'],
  [':request {"k":"v"}', 'start the flow by REST, with these parameters'],
  [':event return {"k":"v"}', 'a callback with this FlowEvent'],
  [':context [path]', 'the context, or a part of it such as widgets.ask'],
  [':steps', 'the steps so far'],
  [':restart', 'forget everything'],
  [':help', 'this list'],
  [':quit', 'leave'],
];

export function parseLine(line: string): ChatLine {
  if (line.startsWith('::')) return { do: 'say', text: line.slice(1) };
  if (!line.startsWith(':')) return line.trim() === '' ? { do: 'nothing' } : { do: 'say', text: line };
  const [, name = '', rest = ''] = /^:(\S*)\s*(.*)$/s.exec(line.trimEnd()) ?? [];
  const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  return parse ? parse(rest) : { do: 'fail', why: `there is no command :${name}; :help lists them` };
}

const parsers: { readonly [name: string]: (rest: string) => ChatLine } = {
  media: (rest) => {
    const words = rest.split(/\s+/);
    const count = words.findIndex((word) => !isWebUrl(word));
    const media = count === -1 ? words : words.slice(0, count);
    if (media.length === 0) return { do: 'fail', why: ':media takes the address of a file, and a text if you like' };
    const text = media.reduce((left, url) => left.slice(url.length).trimStart(), rest);
    return { do: 'say', text, media };
  },
  button: (rest) =>
    rest === ''
      ? { do: 'fail', why: ':button takes the id or title of a button' }
      : { do: 'press', press: { button: rest } },
  list: (rest) =>
    rest === ''
      ? { do: 'fail', why: ':list takes the id or title of a row' }
      : { do: 'press', press: { listItem: rest } },
  wait: (rest) => {
    const seconds = parseDuration(rest);
    return seconds === undefined
      ? { do: 'fail', why: ':wait takes a time such as 90s, 5m or 1h30m' }
      : { do: 'wait', seconds };
  },
  http: (rest) => {
    const answer = httpAnswer(rest);
    return answer ? { do: 'answer', answer } : { do: 'fail', why: httpUsage };
  },
  request: (rest) => {
    const parameters = rest === '' ? {} : jsonObject(rest);
    return parameters ? { do: 'request', parameters } : { do: 'fail', why: ':request takes a JSON object' };
  },
  event: (rest) => {
    const [, name = '', json = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
    const params = json === '' ? {} : jsonObject(json);
    if (name !== '' && params) return { do: 'event', name, params };
    return { do: 'fail', why: ':event takes a name, and a JSON object if you like' };
  },
  context: (rest) => ({ do: 'context', path: rest === '' ? [] : rest.split('.') }),
  steps: () => ({ do: 'steps' }),
  restart: () => ({ do: 'restart' }),
  help: () => ({ do: 'help' }),
  quit: () => ({ do: 'quit' }),
};
