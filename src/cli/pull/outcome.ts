/** What became of one flow, as it is told. */
export interface Outcome {
  readonly kind: 'new' | 'changed' | 'same' | 'kept' | 'skipped' | 'failed';
  /** One line or more. */
  readonly text: string;
  /** It is not as it was asked for: exit code 1. */
  readonly isBad: boolean;
}

export function outcome(kind: Outcome['kind'], text: string): Outcome {
  return { kind, text, isBad: kind === 'kept' || kind === 'failed' };
}

/** `3 new, 1 changed, 12 the same`. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const words = {
    new: 'new',
    changed: 'changed',
    same: 'the same',
    kept: 'not overwritten',
    skipped: 'left out',
    failed: 'failed',
  };
  const parts = Object.entries(words).flatMap(([kind, word]) => {
    const count = outcomes.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? 'There are no flows.' : `${parts.join(', ')}.`;
}
