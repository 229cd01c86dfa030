/** What can be typed wherever a flow is talked to. */
import type { JsonObject } from '../../engine/index.ts';
import type { HttpAnswer } from '../../testing/index.ts';
import { httpAnswer, httpUsage, jsonObject } from './answers.ts';
import { parseDuration } from './duration.ts';

export type CommonLine =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'answer'; readonly answer: HttpAnswer }
  | { readonly do: 'request'; readonly parameters: JsonObject }
  | { readonly do: 'context'; readonly path: readonly string[] }
  | { readonly do: 'steps' | 'restart' | 'help' | 'quit' | 'nothing' }
  /** Cannot be understood; `why` is one sentence. */
  | { readonly do: 'fail'; readonly why: string };

export type Help = readonly (readonly [usage: string, meaning: string])[];

export const commonHelp: Help = [
  [':wait 1h', 'time passes: 90, 90s, 5m, 1h30m, 2d'],
  [':http 200 {"a":1}', 'answer the open request: a status and a body, or fail, or timeout'],
  [':request {"k":"v"}', 'start the flow by REST, with these parameters'],
  [':context [path]', 'the context, or a part of it such as widgets.ask'],
  [':steps', 'the steps so far'],
  [':restart', 'forget everything'],
  [':help', 'this list'],
  [':quit', 'leave'],
];

/** What a command makes of the rest of its line, by its name. */
export type Parsers<Line> = { readonly [name: string]: (rest: string) => Line };

/** A line that begins with a colon. */
export function parseCommand<Line>(line: string, own: Parsers<Line>): Line | CommonLine {
  const [, name = '', rest = ''] = /^:(\S*)\s*(.*)$/s.exec(line.trimEnd()) ?? [];
  const parsers: Parsers<Line | CommonLine> = { ...commonParsers, ...own };
  const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  return parse ? parse(rest) : { do: 'fail', why: `there is no command :${name}; :help lists them` };
}

const commonParsers: Parsers<CommonLine> = {
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
  context: (rest) => ({ do: 'context', path: rest === '' ? [] : rest.split('.') }),
  steps: () => ({ do: 'steps' }),
  restart: () => ({ do: 'restart' }),
  help: () => ({ do: 'help' }),
  quit: () => ({ do: 'quit' }),
};
