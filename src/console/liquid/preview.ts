/** What a template gives for a sample, by the engine itself, with what was filled in told apart. */
import type { JsonObject } from '../../engine/json.ts';
import { LiquidError, parseTemplate, renderTemplate, studioLimits } from '../../engine/liquid/index.ts';
import { type Token, tokenize } from '../../engine/liquid/lexer.ts';
import { studioSettings } from '../../engine/settings.ts';

export interface PreviewPart {
  readonly text: string;
  /** `missing`: an output that gave nothing. */
  readonly kind: 'plain' | 'filled' | 'missing';
}

export type Preview =
  | { readonly text: string; readonly parts: readonly PreviewPart[]; readonly problems: readonly string[] }
  | { readonly fault: string };

/** Marks around outputs: characters for private use, so that nobody has them in a text. */
const [opening, closing] = ['\uE000', '\uE001'];

export function previewOf(source: string, sample: JsonObject, nowMs: number): Preview {
  try {
    const { text, problems } = rendered(source, sample, nowMs);
    const messages = [...new Set(problems.map(({ message }) => message))];
    return { text, parts: partsOf(source, text, sample, nowMs), problems: messages };
  } catch (error) {
    if (error instanceof LiquidError) return { fault: error.message };
    throw error;
  }
}

/** The text alone; undefined where the template cannot be rendered. */
export function renderedText(source: string, sample: JsonObject, nowMs: number): string | undefined {
  try {
    return rendered(source, sample, nowMs).text;
  } catch (error) {
    if (error instanceof LiquidError) return undefined;
    throw error;
  }
}

function rendered(source: string, sample: JsonObject, nowMs: number) {
  const template = parseTemplate(source, 'studio', studioLimits);
  const { timeZone } = studioSettings;
  return renderTemplate(template, sample, { dialect: 'studio', timeZone, nowMs, limits: studioLimits });
}

/** Rendered once more with marks around each output; where those change the text itself, nothing is told apart. */
function partsOf(source: string, text: string, sample: JsonObject, nowMs: number): readonly PreviewPart[] {
  const plain: PreviewPart[] = text === '' ? [] : [{ text, kind: 'plain' }];
  if (!source.includes('{{')) return plain;
  const withMarks = renderedText(marked(source), sample, nowMs);
  if (withMarks === undefined || withMarks.replace(/[\uE000\uE001]/g, '') !== text) return plain;
  return [...withMarks.matchAll(/\uE000([^\uE000\uE001]*)\uE001|[^\uE000\uE001]+/g)].map(([whole, filled]) => {
    if (filled === undefined) return { text: whole, kind: 'plain' };
    return filled === '' ? { text: '', kind: 'missing' } : { text: filled, kind: 'filled' };
  });
}

function marked(source: string): string {
  let result = '';
  let copied = 0;
  let start: Token | undefined;
  for (const token of tokenize(source)) {
    // An output that trims the blanks around it would trim the marks' neighbours no more.
    if (token.type === 'outputStart') start = token.text === '{{' ? token : undefined;
    if (token.type !== 'outputEnd' || start === undefined || token.text !== '}}') continue;
    const end = token.start + 2;
    result += source.slice(copied, start.start) + opening + source.slice(start.start, end) + closing;
    copied = end;
    start = undefined;
  }
  return result + source.slice(copied);
}
