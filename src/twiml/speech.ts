/** What a Say says, and with which pauses. The voice's own sounds, stress and pitch are left out. */
import { attributeOf, type TwimlElement } from './verb.ts';
import { ssmlBreak, ssmlP, ssmlProsody, ssmlS, ssmlSub } from './verbs/ssml.ts';

export type SpeechPart =
  /** `rate`: how fast, 1 as usual, 2 twice as fast. */
  { readonly text: string; readonly rate: number } | { readonly pauseSeconds: number };

/** Seconds of a pause by its strength. Nobody documents them (inferred). */
const pauseSeconds = { none: 0, 'x-weak': 0, weak: 0.25, medium: 0.5, strong: 0.75, 'x-strong': 1 };

/** The longest pause that voices make (known). */
const maxPauseSeconds = 10;

/** Speeds by their names (inferred). */
const rates: { readonly [name: string]: number } = {
  'x-slow': 0.5,
  slow: 0.75,
  medium: 1,
  default: 1,
  fast: 1.25,
  'x-fast': 1.5,
};
const rateRange = { minimum: 0.2, maximum: 5 };

/** Texts and pauses in order; white space is one space, and no text is empty. */
export function speechParts(say: TwimlElement): readonly SpeechPart[] {
  const parts: SpeechPart[] = [];
  collect(say, 1, parts);
  return trimmed(parts);
}

/** The words of a Say without markup, `…` for each pause that is asked for by `break`. */
export function spokenText(say: TwimlElement): string {
  return wordsOf(say).replaceAll(/\s+/g, ' ').trim();
}

function wordsOf(element: TwimlElement): string {
  const { name, children } = element;
  if (name === ssmlBreak.name) return secondsOf(element) > 0 ? ' … ' : ' ';
  const alias = name === ssmlSub.name ? attributeOf(ssmlSub, element, 'alias') : undefined;
  const words = alias ?? children.map((child) => (typeof child === 'string' ? child : wordsOf(child))).join('');
  return isBlock(name) ? ` ${words} ` : words;
}

function collect(element: TwimlElement, rate: number, parts: SpeechPart[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') {
      parts.push({ text: child, rate });
      continue;
    }
    const alias = child.name === ssmlSub.name ? attributeOf(ssmlSub, child, 'alias') : undefined;
    if (child.name === ssmlBreak.name) parts.push({ pauseSeconds: secondsOf(child) });
    else if (alias !== undefined) parts.push({ text: alias, rate });
    else collect(child, child.name === ssmlProsody.name ? rate * rateOf(child) : rate, parts);
    if (isBlock(child.name))
      parts.push({ pauseSeconds: pauseSeconds[child.name === ssmlP.name ? 'x-strong' : 'strong'] });
  }
}

function isBlock(name: string): boolean {
  return name === ssmlP.name || name === ssmlS.name;
}

function secondsOf(element: TwimlElement): number {
  const time = attributeOf(ssmlBreak, element, 'time');
  if (time === undefined) return pauseSeconds[attributeOf(ssmlBreak, element, 'strength') ?? 'medium'];
  const number = Number.parseFloat(time);
  return Math.min(time.endsWith('ms') ? number / 1000 : number, maxPauseSeconds);
}

function rateOf(prosody: TwimlElement): number {
  const written = attributeOf(ssmlProsody, prosody, 'rate') ?? 'default';
  const percent = /^\d{1,4}(?=%$)/.exec(written);
  const rate = percent ? Number(percent[0]) / 100 : Object.hasOwn(rates, written) ? (rates[written] ?? 1) : 1;
  return Math.min(Math.max(rate, rateRange.minimum), rateRange.maximum);
}

/** Side by side and alike is one; a text has single spaces, and none at the ends but between two texts. */
function trimmed(parts: readonly SpeechPart[]): SpeechPart[] {
  const joined: SpeechPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if ('pauseSeconds' in part) {
      if (part.pauseSeconds > 0) joined.push(part);
    } else if (last && 'text' in last && last.rate === part.rate) {
      joined[joined.length - 1] = { text: last.text + part.text, rate: part.rate };
    } else joined.push(part);
  }
  return joined.flatMap((part): SpeechPart[] => {
    if ('pauseSeconds' in part) return [part];
    const text = part.text.replaceAll(/\s+/g, ' ').trim();
    return text === '' ? [] : [{ text, rate: part.rate }];
  });
}
