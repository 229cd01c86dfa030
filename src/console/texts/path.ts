/** What the canvas says of the way of an execution. */
import { timeLeft } from './format.ts';

export const pathTexts = {
  failed: 'The execution failed here.',
  waiting: (leftMs: number | undefined) =>
    leftMs === undefined ? 'Waits, no time limit' : leftMs < 0 ? 'Past its time limit' : `${timeLeft(leftMs)} left`,
} as const;
