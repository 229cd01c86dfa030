/** What can be typed in a chat besides messages. */
import type { ContentPress } from '../../carriers/content-answer.ts';
import { isWebUrl } from '../../carriers/web-url.ts';
import type { JsonObject } from '../../engine/index.ts';
import { jsonObject } from '../talk/answers.ts';
import { type CommonLine, commonHelp, type Help, type Parsers, parseCommand } from '../talk/commands.ts';

export type ChatLine =
  | CommonLine
  | { readonly do: 'say'; readonly text: string; readonly media?: readonly string[] }
  | { readonly do: 'press'; readonly press: ContentPress }
  | { readonly do: 'event'; readonly name: string; readonly params: JsonObject };

export const chatHelp: Help = [
  ['any text', 'a message to the flow; begin with :: for a message that begins with :'],
  [':media <url> [text]', 'a message with media; several addresses may stand there'],
  [':button <id or title>', 'press a button of the last template'],
  [':list <id or title>', 'pick a row of its list'],
  [':event return {"k":"v"}', 'a callback with this FlowEvent'],
  ...commonHelp,
];

export function parseLine(line: string): ChatLine {
  if (line.startsWith('::')) return { do: 'say', text: line.slice(1) };
  if (!line.startsWith(':')) return line.trim() === '' ? { do: 'nothing' } : { do: 'say', text: line };
  return parseCommand(line, parsers);
}

const parsers: Parsers<ChatLine> = {
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
  event: (rest) => {
    const [, name = '', json = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
    const params = json === '' ? {} : jsonObject(json);
    if (name !== '' && params) return { do: 'event', name, params };
    return { do: 'fail', why: ':event takes a name, and a JSON object if you like' };
  },
};
