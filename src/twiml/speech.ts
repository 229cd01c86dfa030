/** What a Say says, and with which pauses. The voice's own sounds, stress and pitch are left out. */
import { attributeOf, type TwimlElement } from './verb.ts';
import { ssmlBreak, ssmlP, ssmlProsody, ssmlS, ssmlSayAs, ssmlSub } from './verbs/ssml.ts';

export type SpeechPart =
  /** `rate`: how fast, 1 as usual, 2 twice as fast. */
  | { readonly type: 'text'; readonly text: string; readonly rate: number }
  | { readonly type: 'pause'; readonly seconds: number };

/** Voices that drop all markup and speak what is between it (known); without a name it is the first. */
const basicVoices = ['man', 'woman', 'alice'];

/** Seconds of a pause by its strength (inferred: vendors say only that `weak` is a comma and `strong` a full stop). */
const pauseSeconds = { none: 0, 'x-weak': 0, weak: 0.25, medium: 0.25, strong: 0.5, 'x-strong': 1 };

/** A longer one is cut. Source: Amazon Polly, supported SSML tags, `break`. */
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
/** Source: Amazon Polly, supported SSML tags, `prosody`: 20 to 200 %. */
const rateRange = { minimum: 0.2, maximum: 2 };

/** Said one by one. */
const spelled: readonly (string | undefined)[] = ['characters', 'spell-out', 'digits', 'telephone'];

/** Texts and pauses in order; white space is one space, and no text is empty. */
export function speechParts(say: TwimlElement): readonly SpeechPart[] {
  const voice = say.attributes.voice ?? 'man';
  if (basicVoices.includes(voice.toLowerCase())) return trimmed([said(wholeText(say), 1)]);
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

function wholeText({ children }: TwimlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : wholeText(child))).join('');
}

function collect(element: TwimlElement, rate: number, parts: SpeechPart[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(said(child, rate));
    else collectElement(child, rate, parts);
  }
}

function collectElement(child: TwimlElement, rate: number, parts: SpeechPart[]): void {
  const alias = child.name === ssmlSub.name ? attributeOf(ssmlSub, child, 'alias') : undefined;
  if (child.name === ssmlBreak.name) parts.push(pause(secondsOf(child)));
  else if (alias !== undefined) parts.push(said(alias, rate));
  else if (isSpelled(child)) parts.push(said([...wholeText(child)].join(' '), rate));
  else collect(child, child.name === ssmlProsody.name ? within(rate * rateOf(child)) : rate, parts);
  if (isBlock(child.name)) parts.push(pause(pauseSeconds[child.name === ssmlP.name ? 'x-strong' : 'strong']));
}

function isSpelled(element: TwimlElement): boolean {
  return element.name === ssmlSayAs.name && spelled.includes(attributeOf(ssmlSayAs, element, 'interpret-as'));
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
  if (percent) return Number(percent[0]) / 100;
  return (Object.hasOwn(rates, written) ? rates[written] : undefined) ?? 1;
}

function within(rate: number): number {
  return Math.min(Math.max(rate, rateRange.minimum), rateRange.maximum);
}

function said(text: string, rate: number): SpeechPart {
  return { type: 'text', text, rate };
}

function pause(seconds: number): SpeechPart {
  return { type: 'pause', seconds };
}

/** Neighbours of one kind are one part; a text has single spaces, and none at its ends. */
function trimmed(parts: readonly SpeechPart[]): SpeechPart[] {
  const joined: SpeechPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === 'text' && last?.type === 'text' && last.rate === part.rate) {
      joined[joined.length - 1] = said(last.text + part.text, part.rate);
    } else if (part.type === 'text' ? part.text.trim() !== '' : part.seconds > 0) {
      joined.push(part);
    }
  }
  return joined.map((part) =>
    part.type === 'text' ? said(part.text.replaceAll(/\s+/g, ' ').trim(), part.rate) : part,
  );
}
