/** The pattern is not a regular expression that this matcher knows. `index` is where in the pattern, in UTF-16 units. */
export class PatternError extends Error {
  override name = 'PatternError';
  readonly index: number;

  constructor(message: string, index: number) {
    super(`${message} (at index ${index}).`);
    this.index = index;
  }
}

/** The match took more steps, or the text is longer, than allowed. Says nothing about whether the text matches. */
export class MatchBudgetError extends Error {
  override name = 'MatchBudgetError';
}
