import type { FlowProblem } from '../../../problems/problem.ts';

const none: readonly FlowProblem[] = [];

/** The problems of one widget, by its place in the file. */
export function problemsAt(problems: readonly FlowProblem[], place: number | undefined): readonly FlowProblem[] {
  const found = problems.filter(({ state }) => state === place && place !== undefined);
  return found.length === 0 ? none : found;
}
