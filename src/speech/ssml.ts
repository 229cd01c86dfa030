/** What `<Say>` holds, as parts to be spoken. Source: twiml-and-carrier-api §A2, Say; W3C SSML 1.1. */
import type { TwimlElement } from '../twiml/index.ts';
import type { SpeechPart } from './speech.ts';

type Child = TwimlElement | string;

/**
 * Text and pauses in their order, by the voice that speaks: the basic ones drop all tags and speak what is between them.
 * An element or value that is not known changes nothing.
 */
export function speechParts(children: readonly Child[], voice?: string): SpeechPart[] {
  return joined(isBasicVoice(voice) ? [said(wholeText(children), 1)] : partsOf(children, 1));
}

/** The text alone, as a person reads it. */
export function spokenText(parts: readonly SpeechPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
}

/** Voices that know no SSML; without a name it is `man`. */
const basicVoices = ['man', 'woman', 'alice'];

function isBasicVoice(voice = 'man'): boolean {
  return basicVoices.includes(voice.toLowerCase());
}

/** Seconds of a pause by its strength (inferred: vendors say only that `weak` is a comma and `strong` a full stop). */
const strengths: { readonly [strength: string]: number } = {
  none: 0,
  'x-weak': 0,
  weak: 0.25,
  medium: 0.25,
  strong: 0.5,
  'x-strong': 1,
};
const usualStrength = 'medium';
const afterSentence = 'strong';
const afterParagraph = 'x-strong';
/** A longer one is cut. Source: Amazon Polly, supported SSML tags, `break`. */
const longestPauseSeconds = 10;

/** How fast a word for it is (inferred). */
const rates: { readonly [rate: string]: number } = {
  'x-slow': 0.5,
  slow: 0.75,
  medium: 1,
  default: 1,
  fast: 1.25,
  'x-fast': 1.5,
};
/** Source: Amazon Polly, supported SSML tags, `prosody`: 20 to 200 %. */
const slowest = 0.2;
const fastest = 2;

/** Said letter by letter. */
const spelled = ['characters', 'spell-out', 'digits', 'telephone'];

function partsOf(children: readonly Child[], rate: number): SpeechPart[] {
  return children.flatMap((child) => (typeof child === 'string' ? [said(child, rate)] : partsOfElement(child, rate)));
}

function partsOfElement({ name, attributes, children }: TwimlElement, rate: number): SpeechPart[] {
  switch (name) {
    case 'break':
      return [{ type: 'pause', seconds: pauseSeconds(attributes) }];
    case 'p':
      return [...partsOf(children, rate), { type: 'pause', seconds: strengths[afterParagraph] ?? 0 }];
    case 's':
      return [...partsOf(children, rate), { type: 'pause', seconds: strengths[afterSentence] ?? 0 }];
    case 'prosody':
      return partsOf(children, Math.min(fastest, Math.max(slowest, rate * rateOf(attributes.rate))));
    case 'sub':
      return [said(attributes.alias ?? wholeText(children), rate)];
    case 'say-as': {
      const isSpelled = spelled.includes(attributes['interpret-as'] ?? '');
      return isSpelled ? [said([...wholeText(children)].join(' '), rate)] : partsOf(children, rate);
    }
    default:
      return partsOf(children, rate);
  }
}

function pauseSeconds({ time = '', strength = usualStrength }: TwimlElement['attributes']): number {
  const [, digits, unit] = /^\s*\+?(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(ms|s)\s*$/.exec(time) ?? [];
  if (digits !== undefined) return Math.min(longestPauseSeconds, Number(digits) / (unit === 'ms' ? 1000 : 1));
  const known = Object.hasOwn(strengths, strength) ? strengths[strength] : undefined;
  return known ?? strengths[usualStrength] ?? 0;
}

function rateOf(written = ''): number {
  const percent = /^\s*(\d{1,4}(?:\.\d{0,4})?)%\s*$/.exec(written)?.[1];
  if (percent !== undefined) return Number(percent) / 100;
  return (Object.hasOwn(rates, written) ? rates[written] : undefined) ?? 1;
}

function said(text: string, rate: number): SpeechPart {
  return { type: 'text', text, rate };
}

function wholeText(children: readonly Child[]): string {
  return children.map((child) => (typeof child === 'string' ? child : wholeText(child.children))).join('');
}

/** Neighbours of one kind as one part, white space as one space, nothing that is empty. */
function joined(parts: readonly SpeechPart[]): SpeechPart[] {
  const whole: SpeechPart[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (part.type === 'text' && last?.type === 'text' && last.rate === part.rate) {
      whole[whole.length - 1] = said(last.text + part.text, part.rate);
    } else if (part.type === 'text' ? part.text.trim() !== '' : part.seconds > 0) {
      whole.push(part);
    }
  }
  return whole.map((part) => (part.type === 'text' ? said(part.text.replaceAll(/\s+/g, ' ').trim(), part.rate) : part));
}
