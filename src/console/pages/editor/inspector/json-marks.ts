/** Marks in JSON text: where it cannot be read, else where its problems are. */
import { parsedOr } from '../../../document/edits/flow.ts';
import { findSpot, rootSpot, type Spot } from '../../../document/spot.ts';
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
  const root = rootSpot(parsed);
  return problems.map(({ path, message, severity }) => {
    const { start, node } = nearestSpot(root, path);
    // Of an object or a list its first line: else a problem of the whole would mark the whole.
    const line = text.indexOf('\n', start);
    const end = Math.min(start + node.length, line === -1 ? text.length : line);
    return { start, end, message, isError: severity === 'error' };
  });
}

/** What is missing is marked at what it is missing from. */
function nearestSpot(root: Spot, path: FlowProblem['path']): Spot {
  for (let length = path.length; length > 0; length--) {
    const found = findSpot(root, path.slice(0, length));
    if (found) return found;
  }
  return root;
}
