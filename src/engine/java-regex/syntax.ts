/** What a pattern means, as a tree. */

/** Says whether one code point belongs to a set. */
export type CharTest = (codePoint: number) => boolean;

/** Says whether a position (in code points) of the text fulfils a condition of zero width. */
export type PositionTest = (text: readonly number[], position: number) => boolean;

/** Greedy takes as much as it can, reluctant as little; both give back. Possessive takes all and keeps it. */
export type RepeatMode = 'greedy' | 'reluctant' | 'possessive';

/** A set's `weight` is how many steps testing one code point counts: large classes take longer than a letter. */
export type SyntaxNode =
  | { kind: 'empty' }
  | { kind: 'set'; test: CharTest; weight: number }
  | { kind: 'position'; test: PositionTest }
  | { kind: 'sequence'; items: SyntaxNode[] }
  | { kind: 'alternation'; branches: SyntaxNode[] }
  | { kind: 'group'; group: number; body: SyntaxNode }
  | { kind: 'reference'; group: number; isSame: (left: number, right: number) => boolean }
  | { kind: 'lineBreak' }
  | { kind: 'repeat'; body: SyntaxNode; min: number; max: number; mode: RepeatMode; isOfGroup: boolean }
  | { kind: 'atomic'; body: SyntaxNode }
  | { kind: 'lookAhead'; body: SyntaxNode; isNegative: boolean }
  | { kind: 'lookBehind'; body: SyntaxNode; isNegative: boolean; minWidth: number; maxWidth: number };

/** A parsed pattern. Groups are numbered from 1 to `groupCount`. */
export interface Syntax {
  root: SyntaxNode;
  groupCount: number;
  hasReferences: boolean;
}
