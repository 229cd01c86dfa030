/** How many went which way. */
import { counted, number, percent } from './format.ts';

/** What the layer writes on wires and cards. */
export const trafficLayer = {
  wire: (count: number, share: number) => `${number(count)} · ${percent(share)}`,
  compared: (share: number, than: number) => `${percent(than)} → ${percent(share)}`,
  card: (entered: number, ended: number) =>
    ended > 0 && entered > 0
      ? `in ${number(entered)} · ended here ${percent(ended / entered)}`
      : `in ${number(entered)}`,
  failed: (share: number) => ` · ▲ failed ${percent(share)}`,
  began: (count: number) => `${number(count)} began here`,
} as const;

export const traffic = {
  title: 'Traffic',
  revision: 'Revision',
  revisionNamed: (revision: number) => `r${revision}`,
  publishedNamed: (revision: number) => `r${revision}, published`,
  range: 'Time',
  ranges: { '24h': 'Last 24 h', '7d': 'Last 7 days', '30d': 'Last 30 days' },
  than: 'Compare with',
  thanNone: 'Compare with…',
  thanNamed: (revision: number) => `from r${revision}`,
  testUsers: 'With test users',
  views: 'View',
  canvas: 'Canvas',
  table: 'Table',
  csv: 'CSV',
  updated: (from: string, seconds: number) =>
    `Counted from ${from}; updated ${seconds < 2 ? 'just now' : `${number(seconds)} s ago`}.`,
  empty: (revision: number) => `No execution of r${revision} in these days.`,
  lastMonth: 'Last 30 days',
  columns: {
    widget: 'Widget',
    event: 'Event',
    target: 'Leads to',
    count: 'Count',
    share: 'Share',
    than: (revision: number) => `Share in r${revision}`,
  },
  nowhere: 'nowhere',
  details: 'What was counted',
  close: 'Close',
  entered: (count: number) => `Entered ${counted(count, 'time', 'times')}`,
  left: (count: number, share: string) => `Taken ${counted(count, 'time', 'times')}, ${share} of those who left`,
  ended: (count: number) => `${counted(count, 'execution', 'executions')} ended here`,
  failed: (count: number) => `${counted(count, 'execution', 'executions')} failed here`,
  latest: (widget: string) => `Latest executions at ${widget}`,
  noLatest: 'None is there, or ended there.',
  wire: (widget: string, label: string, target: string) => `${widget} · ${label} → ${target}`,
} as const;
