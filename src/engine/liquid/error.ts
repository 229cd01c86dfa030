/** Why a template could not be parsed or rendered, and where in its source (line and column count from 1). */
export class LiquidError extends Error {
  readonly kind: 'syntax' | 'evaluation' | 'limit';
  readonly line: number;
  readonly column: number;

  constructor(kind: LiquidError['kind'], message: string, position: Position) {
    super(message);
    this.name = 'LiquidError';
    this.kind = kind;
    this.line = position.line;
    this.column = position.column;
  }
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Tells line and column, both from 1, of offsets in a text; made once, as a template has many places. */
export function positions(source: string): (offset: number) => Position {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** A failure found without knowing the place; the node that called adds it. */
export class Failure extends Error {
  readonly kind: 'evaluation' | 'limit';

  constructor(message: string, kind: 'evaluation' | 'limit' = 'evaluation') {
    super(message);
    this.kind = kind;
  }
}

/** Turns a failure into the error that the caller of the engine sees; everything else passes through. */
export function locate(error: unknown, position: Position): unknown {
  return error instanceof Failure ? new LiquidError(error.kind, error.message, position) : error;
}
