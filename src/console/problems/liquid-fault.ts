/** Why a template cannot be parsed, and what it would be if that were put right. */
import { LiquidError, liquidFilters, liquidTags, parseTemplate, studioLimits } from '../../engine/liquid/index.ts';
import { nearestName } from './nearest.ts';

export type LiquidFault = { readonly line: number } & (
  | {
      readonly kind: 'unknown-filter' | 'unknown-tag';
      readonly name: string;
      readonly nearest: string | undefined;
      /** The template with the nearest name in its place, wherever it stands. */
      readonly replaced: string | undefined;
    }
  | {
      readonly kind: 'not-closed';
      readonly opening: '{{' | '{%';
      /** The template with it closed; undefined: it is not clear where. */
      readonly closed: string | undefined;
    }
  | { readonly kind: 'other'; readonly words: string; readonly opening?: never }
);

/** More uses of one wrong name than any text has. */
const mostUses = 100;

/** The template with `nearest` for `name` wherever `message` is said of it: the parser tells one place at a time. */
function renamedIn(source: string, message: string, name: string, nearest: string): string {
  let renamed = source;
  for (let uses = 0; uses < mostUses; uses++) {
    const error = parseError(renamed);
    if (error?.message !== message) break;
    const at = offsetOf(renamed, error);
    renamed = renamed.slice(0, at) + nearest + renamed.slice(at + name.length);
  }
  return renamed;
}

/** The first fault of a template; undefined when there is none. */
export function liquidFault(source: string): LiquidFault | undefined {
  const error = parseError(source);
  if (error === undefined) return undefined;
  const { line, message } = error;
  const unknown = /^Unknown (?:or misplaced )?(filter|tag) "(.*)"$/.exec(message);
  if (unknown) {
    const [, kind, name = ''] = unknown;
    const known = (kind === 'filter' ? liquidFilters : liquidTags).map((each) => each.name);
    const nearest = known.includes(name) ? undefined : nearestName(name, known);
    const replaced = nearest === undefined ? undefined : renamedIn(source, message, name, nearest);
    return { kind: kind === 'filter' ? 'unknown-filter' : 'unknown-tag', name, nearest, replaced, line };
  }
  const opening = unclosed(source);
  if (opening === undefined) return { kind: 'other', words: lowerFirst(message), line };
  return { kind: 'not-closed', opening, closed: closedForm(source, opening), line };
}

function parseError(source: string): LiquidError | undefined {
  try {
    parseTemplate(source, 'studio', studioLimits);
    return undefined;
  } catch (error) {
    if (error instanceof LiquidError) return error;
    throw error;
  }
}

/** The last opening of a template when nothing closes it. */
function unclosed(source: string): '{{' | '{%' | undefined {
  const [output, tag] = [source.lastIndexOf('{{'), source.lastIndexOf('{%')];
  const opening = output > tag ? '{{' : '{%';
  const rest = source.slice(Math.max(output, tag));
  return rest.includes(opening === '{{' ? '}}' : '%}') ? undefined : opening;
}

/** Closed at the end, or where one of two braces stands. */
function closedForm(source: string, opening: '{{' | '{%'): string | undefined {
  const closing = opening === '{{' ? '}}' : '%}';
  const from = source.lastIndexOf(opening);
  const brace = source.indexOf('}', from);
  const candidates = [
    ...(brace === -1 ? [] : [source.slice(0, brace) + closing + source.slice(brace + 1)]),
    `${source.trimEnd()}${closing}`,
  ];
  return candidates.find((candidate) => parseError(candidate) === undefined);
}

function offsetOf(source: string, { line, column }: LiquidError): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = source.indexOf('\n', start) + 1;
  return start + column - 1;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
