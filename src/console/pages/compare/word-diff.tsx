import type { Json } from '../../../engine/json.ts';
import type { TextPart } from '../../compare/word-diff.ts';
import { compareTexts } from '../../texts/compare.ts';
import classes from './compare-page.module.css';

/** A text with what was taken out of it and what was put in. */
export function WordDiff({ parts }: { readonly parts: readonly TextPart[] }) {
  return (
    <span className={classes.words}>
      {parts.map(({ kind, text }, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: parts have no other name
        if (kind === 'removed') {
          return (
            <del key={index} className={classes.removed}>
              {text}
            </del>
          );
        }
        if (kind === 'added') {
          return (
            <ins key={index} className={classes.added}>
              {text}
            </ins>
          );
        }
        return <span key={index}>{text}</span>;
        // biome-ignore-end lint/suspicious/noArrayIndexKey: parts have no other name
      })}
    </span>
  );
}

interface Values {
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
}

/** Two values as a whole. */
export function BeforeAfter({ before, after }: Values) {
  return (
    <span className={classes.words}>
      <del className={classes.removed}>{valueText(before)}</del> <ins className={classes.added}>{valueText(after)}</ins>
    </span>
  );
}

export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return compareTexts.empty;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
