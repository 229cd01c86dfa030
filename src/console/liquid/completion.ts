/** What can stand at a place of a template: a path, a filter, or a tag. */
import { liquidFilters, liquidTags } from '../../engine/liquid/index.ts';
import { liquidTexts } from '../texts/liquid.ts';
import type { Candidate } from './candidates.ts';

export interface Option {
  /** What is inserted. */
  readonly text: string;
  /** Small type beside it: its value in the sample, else what it holds. */
  readonly detail: string | undefined;
  /** A sentence about it. */
  readonly info: string;
  readonly section: 'values' | 'maybeEmpty' | 'filters' | 'tags';
}

export interface Completion {
  /** Where what was typed so far begins. */
  readonly from: number;
  readonly options: readonly Option[];
}

/** Undefined where nothing can be completed: outside of tags, in a text, behind a number. */
export function completionAt(
  source: string,
  position: number,
  candidates: () => readonly Candidate[],
): Completion | undefined {
  const opening = openingBefore(source, position);
  if (opening === undefined) return undefined;
  const inside = source.slice(opening.start, position);
  if (isInQuotes(inside)) return undefined;
  if (opening.sign === '{%' && /^-?\s*\w*$/.test(inside)) {
    return { from: position - wordAtEnd(inside).length, options: tagOptions() };
  }
  if (/\|\s*\w*$/.test(inside)) return { from: position - wordAtEnd(inside).length, options: filterOptions() };
  const typed = pathAtEnd(inside);
  if (typed === undefined) return undefined;
  const local = localNames(source, position).map((text): Option => {
    const info = text === 'forloop' ? liquidTexts.names.loop : liquidTexts.from.template;
    return { text, detail: undefined, info, section: 'values' };
  });
  return { from: position - typed.length, options: [...local, ...candidates().map(pathOption)] };
}

/** The tag or output that the position is in. */
function openingBefore(
  source: string,
  position: number,
): { readonly sign: string; readonly start: number } | undefined {
  const before = source.slice(0, position);
  const at = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  if (at === -1) return undefined;
  const sign = before.slice(at, at + 2);
  return before.includes(sign === '{{' ? '}}' : '%}', at) ? undefined : { sign, start: at + 2 };
}

/** A quotation mark inside of brackets begins a name, which can be completed. */
function isInQuotes(inside: string): boolean {
  const rest = inside.replace(/"[^"]*"|'[^']*'/g, '');
  return /["']/.test(rest) && !/\[["'][^"'\]]*$/.test(rest);
}

function wordAtEnd(text: string): string {
  return /\w*$/.exec(text)?.[0] ?? '';
}

/** The path that ends here; `""` where one may begin. */
function pathAtEnd(inside: string): string | undefined {
  const found = /(?:[a-zA-Z_][\w-]*(?:\.[\w-]*|\[["'][^"'\]]*(?:["']\]?)?)*)?$/.exec(inside)?.[0] ?? '';
  const before = inside.slice(0, inside.length - found.length);
  // Behind a number, a closed path or a sign of its own there is none.
  return /[\w.\])]$/.test(before) ? undefined : found;
}

/** Names that the template itself gives before this place. */
function localNames(source: string, position: number): readonly string[] {
  const before = source.slice(0, position);
  const given = [...before.matchAll(/\{%-?\s*(?:assign|capture|for|tablerow)\s+([a-zA-Z_][\w-]*)/g)];
  const loops = [...before.matchAll(/\{%-?\s*(for|endfor)\b/g)].map(([, tag]) => tag);
  const isInLoop = loops.filter((tag) => tag === 'for').length > loops.filter((tag) => tag === 'endfor').length;
  return [...new Set([...given.map(([, name = '']) => name), ...(isInLoop ? ['forloop'] : [])])];
}

function pathOption({ path, about, kind, sample, isCertain }: Candidate): Option {
  return {
    text: path,
    detail: sample ?? liquidTexts.kinds[kind],
    info: about,
    section: isCertain ? 'values' : 'maybeEmpty',
  };
}

function filterOptions(): readonly Option[] {
  return liquidFilters.map(({ name, summary }) => ({
    text: name,
    detail: undefined,
    info: summary,
    section: 'filters',
  }));
}

function tagOptions(): readonly Option[] {
  return liquidTags.map(({ name, summary }) => ({ text: name, detail: undefined, info: summary, section: 'tags' }));
}
