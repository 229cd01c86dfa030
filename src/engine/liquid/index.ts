/** Liquid: parses and renders templates in the dialect of Studio, or in Shopify's by choice. See docs/liquid.md. */
import { Failure, LiquidError, locate } from './error.ts';
import { parse } from './parser.ts';
import { type LiquidLimits, type LiquidProblem, type Run, Scope } from './run.ts';
import { parseShopify } from './shopify.ts';
import { outputText } from './value.ts';

export { LiquidError } from './error.ts';
export { liquidFilters } from './filters.ts';
export type { LiquidLimits, LiquidProblem } from './run.ts';
export { liquidTags } from './tags.ts';

export type LiquidDialect = 'studio' | 'shopify';

export interface LiquidOptions {
  dialect: LiquidDialect;
  /** IANA name of the zone in which dates are read and written. */
  timeZone: string;
  nowMs: number;
  limits: LiquidLimits;
  /** Counts the work of all renderings that share it. */
  readonly meter?: { used: number };
}

export interface Rendered {
  text: string;
  /** What is to be logged although the text is complete. */
  problems: readonly LiquidProblem[];
}

export interface Template {
  readonly source: string;
  /** No markup: rendering gives the source. */
  readonly isPlain: boolean;
}

/**
 * Studio's limits. Sources: Studio FAQ (15 rounds per loop), get-started guide (16 KB); template size and steps are
 * ours: the steps stand for 100 ms, as this engine reads no clock (inferred).
 */
export const studioLimits: LiquidLimits = {
  loopIterations: 15,
  loopScope: 'loop',
  renderedBytes: 16_384,
  templateBytes: 65_536,
  renderSteps: 500_000,
};

interface Compiled extends Template {
  readonly references: readonly (readonly string[])[];
  run(context: Record<string, unknown>, run: Run): string;
}

const start = { line: 1, column: 1 };

/** Compiles a template once for many renderings. Throws a `LiquidError` of kind `syntax` or `limit`. */
export function parseTemplate(source: string, dialect: LiquidDialect, limits: LiquidLimits): Template {
  if (isLonger(source, limits.templateBytes)) {
    throw new LiquidError('limit', `The template is longer than ${limits.templateBytes} bytes`, start);
  }
  if (!source.includes('{{') && !source.includes('{%')) return plain(source);
  const compiled: Compiled = {
    source,
    isPlain: false,
    ...(dialect === 'shopify' ? parseShopify(source) : parseStudio(source)),
  };
  return compiled;
}

/** Renders a template of `parseTemplate`. Throws a `LiquidError` of kind `evaluation` or `limit`. */
export function renderTemplate(template: Template, context: Record<string, unknown>, options: LiquidOptions): Rendered {
  const compiled = template as Compiled;
  const { limits, nowMs, timeZone } = options;
  const run: Run = {
    limits,
    nowMs,
    timeZone,
    problems: [],
    stepsLeft: limits.renderSteps,
    weights: new WeakMap(),
    iterations: 0,
  };
  try {
    const text = compiled.isPlain ? compiled.source : compiled.run(context, run);
    if (isLonger(text, limits.renderedBytes)) {
      throw new Failure(`The rendered text is longer than ${limits.renderedBytes} bytes`, 'limit');
    }
    return { text, problems: run.problems };
  } catch (error) {
    throw locate(error, start);
  } finally {
    if (options.meter) options.meter.used += limits.renderSteps - run.stepsLeft;
  }
}

/**
 * Paths of the context that a template reads, each up to the first computed index: `[['widgets', 'ask', 'inbound',
 * 'Body']]`. Names that the template sets itself are not among them.
 */
export function templateReferences(template: Template): readonly (readonly string[])[] {
  return (template as Compiled).references;
}

function plain(source: string): Compiled {
  return { source, isPlain: true, references: [], run: () => source };
}

function parseStudio(source: string): Pick<Compiled, 'references' | 'run'> {
  const { root, references } = parse(source);
  return {
    references,
    run: (context, run) => outputText(root.render(new Scope(run, context))),
  };
}

/** Whether the UTF-8 form of a text exceeds a number of bytes. */
function isLonger(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false;
  if (text.length > bytes) return true;
  let size = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return size > bytes;
}
