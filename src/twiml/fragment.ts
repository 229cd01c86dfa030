import type { TwimlElement } from './verb.ts';
import { ssmlOfSay } from './verbs/ssml.ts';
import { maxDepth, parseXml, type XmlElement, XmlError } from './xml.ts';

/** Around a Say stand at most Response, Pay and Prompt. */
const maxFragmentDepth = maxDepth - 4;

/**
 * What to put into a Say for `text`: the markup of speech in it as elements, all else as text that is still to be escaped.
 * A text that is no XML is taken as it stands (voice page §1). So is one with an element that Say does not know: carriers
 * pass over such an element with all that it says (carrier page §A1), and the caller is to hear it; nor can what a contact
 * wrote bring in anything but speech. An attribute that is not known goes, as carriers pass it over, and may not read the
 * document where it has a prefix.
 */
export function fragment(text: string): readonly (TwimlElement | string)[] {
  if (text === '') return [];
  const say = /[<&]/.test(text) ? parsed(text) : undefined;
  const children = say && speechOf(say, maxFragmentDepth);
  return children ?? [text];
}

function parsed(text: string): XmlElement | undefined {
  try {
    return parseXml(`<Say>${text}</Say>`);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** What stands in an element; undefined when it is more than speech, or deeper than `depth`. */
function speechOf({ children }: TwimlElement, depth: number): (TwimlElement | string)[] | undefined {
  const read: (TwimlElement | string)[] = [];
  for (const child of children) {
    if (typeof child === 'string') {
      read.push(child);
      continue;
    }
    const known = ssmlOfSay.find(({ name }) => name === child.name);
    const inside = known && depth > 0 ? speechOf(child, depth - 1) : undefined;
    if (!known || !inside) return undefined;
    const attributes = Object.entries(child.attributes).filter(([name]) => Object.hasOwn(known.attributes, name));
    read.push({ name: known.name, attributes: Object.fromEntries(attributes), children: inside });
  }
  return read;
}
