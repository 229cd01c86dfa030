/** Edits that meet those of others, and of another tab (console §7.6 to 7.8). */
import { counted } from './format.ts';

export const merging = {
  saved: (revision: number, widgets: number) =>
    `r${revision} was saved elsewhere (${counted(widgets, 'widget', 'widgets')} changed).`,
  copySaved: (widgets: number) => `Edits were saved elsewhere (${counted(widgets, 'widget', 'widgets')} changed).`,
  show: 'Show',
  merge: 'Merge…',
  taken: (did: string) => `Saved elsewhere: ${did}.`,
  done: (counts: string, did: string) => `${counts} Theirs: ${did}.`,
  undo: 'Undo',
  /** Of the undo entry. */
  entry: (revision: number | undefined) => (revision === undefined ? 'Merge' : `Merge r${revision}`),
  /** Of revisions. */
  message: (revision: number | undefined) =>
    revision === undefined ? 'Merged edits from elsewhere' : `Merged with r${revision}`,
  yoursMessage: (revision: number) => `Before the merge with r${revision}`,
  dialog: {
    title: 'Merge',
    help: (conflicts: number) =>
      `${counted(conflicts, 'place was', 'places were')} changed on both sides. Choose what is to stand there.`,
    sides: { base: 'Before', theirs: 'Theirs', yours: 'Yours' },
    edit: 'Another value',
    editLabel: (what: string) => `Another value for ${what}`,
    noJson: 'This is not JSON.',
    place: (widget: string, what: string) => `${widget} · ${what}`,
    flow: 'Flow',
    whole: 'whole widget',
    name: 'Name',
    nothing: 'nothing',
    submit: 'Save merge',
  },
  tab: 'Open for editing in another tab.',
  editHere: 'Edit here',
} as const;
