/** What Say/Play and Gather Input let the caller hear. Source: voice page §1, §2. */
import type { WidgetContext } from '../engine/widget.ts';
import { element, fragment, type TwimlElement } from '../twiml/index.ts';
import { readerOf } from './call-twiml.ts';

/** What the editor writes for the voice and language of the account: the attribute is left out. */
const ofAccount = 'default';

type SpokenContext = WidgetContext<'say' | 'play' | 'voice' | 'language' | 'loop'>;

/** `<Say>`, or `<Play>` where there is nothing to say (inferred), or nothing at all. */
export function spoken(context: SpokenContext): TwimlElement[] {
  const { text, number } = readerOf(context);
  const loop = String(number('loop', 1));
  const say = text('say');
  if (say !== undefined) {
    const [voice, language] = [text('voice'), text('language')].map((each) => (each === ofAccount ? undefined : each));
    return [element('Say', { voice, language, loop }, ...fragment(say))];
  }
  const url = text('play');
  return url === undefined ? [] : [element('Play', { loop }, url)];
}
