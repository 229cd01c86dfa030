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

/** Line and column, both from 1, of an offset in a template. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
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
