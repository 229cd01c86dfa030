/** All tags. A new one is an entry in a file under `tags/`. */
import type { Position } from './error.ts';
import type { Parser } from './parser.ts';
import type { Evaluate } from './run.ts';
import { branchTags } from './tags/branches.ts';
import { loopTags } from './tags/loops.ts';
import { outputTags } from './tags/output.ts';
import { variableTags } from './tags/variables.ts';

export interface LiquidTag {
  readonly name: string;
  readonly summary: string;
  /** Where the behaviour is described. */
  readonly source: string;
  /** Reads the tag from behind its opening `{%` (the name is next) to the end of its last tag. */
  parse(parser: Parser, position: Position): Evaluate;
}

export const liquidTags: readonly LiquidTag[] = [...branchTags, ...loopTags, ...variableTags, ...outputTags];

export const tags: ReadonlyMap<string, LiquidTag> = new Map(liquidTags.map((tag) => [tag.name, tag]));
