import { elementsOf, joinTexts, type TwimlElement } from './verb.ts';
import { ssmlOfSay } from './verbs/ssml.ts';
import { maxDepth, parseXml, type XmlElement, XmlError } from './xml.ts';

/** Around a Say stand at most Response, Pay and Prompt. */
const maxFragmentDepth = maxDepth - 4;

/**
 * What to put into a Say for `text`: the markup of speech in it as elements, all else as text that is still to be escaped.
 * A text that is no XML is taken as it stands (voice page §1). So is one with an element that Say does not know: carriers
 * pass over such an element with all that it says (carrier page §A1), and the caller is to hear it; nor can what a contact
 * wrote bring in anything but speech.
 */
export function fragment(text: string): readonly (TwimlElement | string)[] {
  if (text === '') return [];
  const say = /[<&]/.test(text) ? parsed(text) : undefined;
  return say && isSpeech(say, maxFragmentDepth) ? say.children.map(plain) : [text];
}

function parsed(text: string): XmlElement | undefined {
  try {
    return parseXml(`<Say>${text}</Say>`);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function isSpeech(element: TwimlElement, depth: number): boolean {
  return elementsOf(element).every(
    (child) => depth > 0 && ssmlOfSay.some(({ name }) => name === child.name) && isSpeech(child, depth - 1),
  );
}

/** Without the place in the text. */
function plain(child: XmlElement | string): TwimlElement | string {
  if (typeof child === 'string') return child;
  return { name: child.name, attributes: child.attributes, children: joinTexts(child.children.map(plain)) };
}
