import { toSeconds } from '../../../engine/fields.ts';
import type { JsonObject } from '../../../engine/json.ts';
import { cardTexts } from '../../texts/cards.ts';
import { authorText, type BodyLine, type BodyPart, line, plain, property, textOr } from '../body-text.ts';
import type { CardBody } from '../card-body.ts';

export const messageBodies: { readonly [type: string]: CardBody } = {
  'send-message': ({ properties }) => {
    const to = property(properties, 'to');
    const isToContact = to === undefined || (typeof to === 'string' && contact.test(to));
    const target = isToContact ? [] : line([...plain(`${cardTexts.to} `), ...authorText(to)]);
    return [...message(properties, 3 - target.length), ...target];
  },

  'send-and-wait-for-reply': ({ properties }) => [...message(properties, 2), ...line(waits(properties))],
};

const contact = /^\s*\{\{-?\s*contact\.channel\.address\s*-?\}\}\s*$/;

function message(properties: JsonObject, lines: number): BodyLine[] {
  const content = property(properties, 'content_sid');
  if (property(properties, 'message_type') === 'content_template' && content !== undefined) {
    const variables = property(properties, 'content_variables');
    const count = Array.isArray(variables) ? variables.length : 0;
    const name = [...plain(`${cardTexts.template} `), ...authorText(content)];
    return [...line(name), ...(count === 0 ? [] : line(plain(cardTexts.variableCount(count))))];
  }
  const media = property(properties, 'media_url');
  const body = authorText(property(properties, 'body'), lines);
  const isMediaAlone = body.length === 0;
  const parts = isMediaAlone ? authorText(media, lines) : body;
  return line(parts, { lines, ...(media === undefined ? {} : { icon: 'clip' as const }) });
}

/** *Waits 1 h*; of a timeout that is a template, the template. */
function waits(properties: JsonObject): readonly BodyPart[] {
  const timeout = property(properties, 'timeout') ?? '3600';
  const seconds = toSeconds(textOr('3600', timeout), Number.NaN);
  const howLong = Number.isNaN(seconds) ? authorText(timeout) : plain(cardTexts.duration(seconds));
  return [...plain(`${cardTexts.waits} `), ...howLong];
}
