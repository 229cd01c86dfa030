/** Compiled blocks: what stands between two tags. */
import { Failure } from './error.ts';
import { type Evaluate, type Scope, spend } from './run.ts';
import { BREAK, CONTINUE, outputText } from './value.ts';

export interface Block {
  /** The text of the block, or `BREAK` or `CONTINUE` if one of these was met. */
  readonly render: Evaluate;
  /** The pieces by themselves: a loop keeps what a round printed before its `break`. */
  readonly nodes: readonly Evaluate[];
}

/** A block stops at `break` and `continue` and forgets what it printed before. Source: liqp 0.7.9, BlockNode. */
export function block(nodes: readonly Evaluate[]): Block {
  return {
    nodes,
    render(scope) {
      let text = '';
      for (const node of nodes) {
        spend(scope.run, 1);
        const value = node(scope);
        if (value === BREAK || value === CONTINUE) return value;
        text = appendOutput(scope, text, outputText(value));
      }
      return text;
    },
  };
}

/** Adds to a text that will be output, within the limit of the rendered size. */
export function appendOutput(scope: Scope, text: string, more: string): string {
  const { renderedBytes } = scope.run.limits;
  if (text.length + more.length > renderedBytes) {
    throw new Failure(`The rendered text is longer than ${renderedBytes} bytes`, 'limit');
  }
  return text + more;
}
