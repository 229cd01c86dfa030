/** The list of problems around the sentences of `problems.ts` (console §6). */
import { counted } from './format.ts';

export const problems = {
  label: 'Problems',
  count: (count: number) => counted(count, 'problem', 'problems'),
  none: 'No problems. This flow can be published.',
  groups: {
    error: (count: number) => counted(count, 'error', 'errors'),
    warning: (count: number) => counted(count, 'warning', 'warnings'),
    notice: (count: number) => counted(count, 'notice', 'notices'),
  },
  go: 'Go there',
  fixAll: 'Fix all of this kind',
  shown: (widgets: readonly string[]) => `Selected ${widgets.join(', ')}.`,
  changed: (count: number, more: number) =>
    `${counted(count, 'problem', 'problems')}, ${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'} than before.`,
} as const;
