/** Drafts, publishing and what is saved where (console §7). */
import { counted } from './format.ts';

export const saving = {
  saving: 'Saving…',
  saved: (time: string) => `Draft saved ${time}`,
  offline: 'Not saved yet: offline, kept in this browser',
  failed: (reason: string) => `Not saved: ${reason}`,
  retry: 'Retry',
  published: (revision: number) => `Published r${revision}, no changes`,
  stale: 'Not saved: a newer revision was saved elsewhere',
  restored: (time: string) => `Edits from ${time} were not saved. They are restored below.`,
  compare: 'Compare',
  discard: 'Discard',
  keep: 'Keep',
  publish: {
    open: 'Publish…',
    title: 'Publish',
    submit: (revision: number) => `Publish r${revision}`,
    unchanged: (revision: number) => `Nothing changed since r${revision}`,
    errors: (count: number) => counted(count, 'error', 'errors'),
    changes: 'What goes live',
    warnings: (count: number) => counted(count, 'warning', 'warnings'),
    active: (count: number, revision: number) =>
      `${counted(count, 'active execution stays', 'active executions stay')} on r${revision}`,
    numbers: (count: number) => `${counted(count, 'number points', 'numbers point')} here`,
    message: 'Message',
    messageHelp: 'Optional. It is shown in the Revision History.',
    done: (revision: number) => `Published r${revision}.`,
  },
} as const;
