/** Finding and replacing in a flow (console §4). */
import { counted } from './format.ts';

export const find = {
  open: 'Find',
  label: 'Find in this flow',
  placeholder: 'Find…',
  next: 'Next hit',
  previous: 'Previous hit',
  matchCase: 'Match case',
  with: 'Replace with',
  replace: (count: number) => (count === 0 ? 'Replace' : `Replace ${count}`),
  replaced: (count: number, widgets: number) => `Replaced ${count} in ${counted(widgets, 'widget', 'widgets')}.`,
  none: 'Nothing found.',
  hint: 'Looks through names, types, every property, transition and note; Enter goes on to the next hit. Filters: type:send-message, is:problem, is:unreachable, uses:flow.variables.x, to:name.',
  filtersFirst: 'Replacing needs a text to look for.',
  count: (count: number) => counted(count, 'hit', 'hits'),
  countAt: (at: number, count: number) => `${at} of ${counted(count, 'hit', 'hits')}`,
  more: (count: number) => `and ${count} more`,
  hits: 'Hits',
  parts: {
    name: 'Name',
    type: 'Type',
    condition: (event: string) => `Condition of ${event}`,
    transition: (event: string) => `Transition ${event}`,
    note: 'Note',
  },
  said: (at: number, count: number, widget: string, place: string) => `${at} of ${count}: ${widget}, ${place}.`,
} as const;
