/** Marks in JSON text: where it cannot be read, else where its problems are. */
import { parsedOr, rangeIn } from '../../../document/index.ts';
import type { TemplateFault } from '../../../liquid/faults.ts';
import type { FlowProblem } from '../../../problems/problem.ts';

/** Paths of `problems` begin at the outside of the text. */
export function jsonMarks(
  text: string,
  problems: readonly Pick<FlowProblem, 'path' | 'message' | 'severity'>[],
): readonly TemplateFault[] {
  if (text.trim() === '') return [];
  const parsed = parsedOr(text);
  if ('refused' in parsed) {
    const { offset, message } = parsed.problem;
    const start = Math.min(offset, text.length - 1);
    return [{ start, end: start + 1, message, isError: true }];
  }
  return problems.map(({ path, message, severity }) => {
    const { start, end } = rangeIn(parsed, path);
    // Of an object or a list its first line: else a problem of the whole would mark the whole.
    const line = text.indexOf('\n', start);
    return { start, end: Math.min(end, line === -1 ? text.length : line), message, isError: severity === 'error' };
  });
}
